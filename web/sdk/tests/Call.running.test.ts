import { describe, expect, it, vi } from 'vitest';
import { CallScene } from './CallScene.js';
import { answer, call } from './calls.js';
import { FakePeerConnection } from './fakeMedia.js';
import { begin, settle } from './fakeSocket.js';

const scene = CallScene.forEach();

describe('in a call', () => {
  it('tells why the other side is not seen', async () => {
    const one = await scene.talk('video');
    scene.socket.receive({ type: 'media.paused', call_id: 'c1', slots: [{ slot: 0, reason: 'your_connection' }] });
    expect(one.remoteVideoPaused).toBe('your_connection');
    scene.socket.receive({ type: 'media.paused', call_id: 'c1', slots: [] });
    expect(one.remoteVideoPaused).toBeUndefined();
  });

  it('sends no faster than the other side can take it', async () => {
    await scene.talk('video');
    scene.socket.receive({ type: 'media.target', call_id: 'c1', bits_per_second: 400_000 });
    await settle();
    expect(FakePeerConnection.last.maxBitrate('video')).toBe(400_000);
    scene.socket.receive({ type: 'media.target', call_id: 'c1' });
    await settle();
    expect(FakePeerConnection.last.maxBitrate('video')).toBeUndefined();
  });

  it('tells what its decoders made of what came since the server last took it', async () => {
    await scene.talk('video');
    const video = { id: 'v', type: 'inbound-rtp', kind: 'video', timestamp: 0, framesDecoded: 0 };
    FakePeerConnection.last.stats = [video];
    await vi.advanceTimersByTimeAsync(4_000);
    expect(scene.socket.of('media.received')).toHaveLength(0);
    FakePeerConnection.last.stats = [{ ...video, timestamp: 4_000, framesDecoded: 60 }];
    await vi.advanceTimersByTimeAsync(4_000);
    expect(scene.socket.of('media.received')).toMatchObject([{ call_id: 'c1', slots: [{ slot: 0, frames_per_second: 15 }] }]);
    scene.socket.answer('media.received', { type: 'error', code: 'too_many', message: 'Not so often.' });
    FakePeerConnection.last.stats = [{ ...video, timestamp: 8_000, framesDecoded: 180 }];
    await vi.advanceTimersByTimeAsync(4_000);
    expect(scene.socket.of('media.received')).toMatchObject([{}, { slots: [{ frames_per_second: 22.5 }] }]);

    scene.socket.receive({ type: 'call.updated', call: call({ media: 'video', state: 'ended', reason: 'hangup' }) });
    await vi.advanceTimersByTimeAsync(20_000);
    expect(scene.socket.of('media.received')).toHaveLength(2);
  });

  it('mutes without touching the connection, and tells the server', async () => {
    const one = await scene.talk();
    one.setMuted(true);
    expect(scene.devices.tracks[0]!.enabled).toBe(false);
    expect(scene.devices.tracks[0]!.stopped).toBe(false);
    expect(scene.socket.of('call.media').at(-1)).toMatchObject({ call_id: 'c1', audio: false, video: false });
    scene.socket.answer('call.media', { type: 'call.updated', call: call({ state: 'active', self: { audio: false, video: false } }) });
    one.setMuted(false);
    expect(scene.devices.tracks[0]!.enabled).toBe(true);
    await settle();
    expect(scene.socket.of('call.media').at(-1)).toMatchObject({ audio: true });
    expect(scene.socket.of('media.offer')).toHaveLength(1);
  });

  it('closes the camera when it is switched off, and opens it again', async () => {
    const one = await scene.talk('video');
    await one.setCamera(false);
    expect(scene.devices.tracks[1]!.stopped).toBe(true);
    expect(FakePeerConnection.last.sent('video')).toBeNull();
    expect(scene.socket.of('call.media').at(-1)).toMatchObject({ video: false });
    scene.socket.answer('call.media', {
      type: 'call.updated',
      call: call({ media: 'video', state: 'active', self: { audio: true, video: false } }),
    });
    await one.setCamera(true);
    await settle();
    expect(FakePeerConnection.last.sent('video')).toBe(scene.devices.tracks[2]);
    expect(scene.socket.of('call.media').at(-1)).toMatchObject({ video: true });
  });

  it('switches the camera without anybody being told that it is off', async () => {
    const one = await scene.talk('video');
    await one.switchCamera();
    expect(one.localDevices.camera).toBe('back');
    expect(scene.devices.tracks[1]!.stopped).toBe(true);
    expect(FakePeerConnection.last.sent('video')).toBe(scene.devices.tracks[2]);
    expect(scene.socket.of('call.media')).toHaveLength(0);
  });

  it('silences the speaker on this side alone', async () => {
    const one = await scene.talk();
    one.setSpeakerOn(false);
    expect(one.speakerOn).toBe(false);
    expect(scene.socket.of('call.media')).toHaveLength(0);
  });

  it('puts the tracks of slot 0 into the remote stream', async () => {
    const one = await scene.talk();
    expect(one.remoteStream.getTracks()).toEqual(FakePeerConnection.last.getTransceivers().map(({ receiver }) => receiver.track));
  });

  it('makes a new connection with a new offer when the old one fails', async () => {
    const one = await scene.talk();
    FakePeerConnection.last.turn('failed');
    await settle();
    expect(FakePeerConnection.all).toHaveLength(2);
    expect(FakePeerConnection.all[0]!.closed).toBe(true);
    expect(scene.socket.of('media.offer')).toHaveLength(2);
    expect(FakePeerConnection.last.sent('audio')).toBe(scene.devices.tracks[0]);
    scene.socket.answer('media.offer', answer);
    await settle();
    FakePeerConnection.last.turn('connected');
    expect(one.connectionState).toBe('connected');
  });

  it('gives a short interruption three seconds to heal', async () => {
    await scene.talk();
    FakePeerConnection.last.turn('disconnected');
    await vi.advanceTimersByTimeAsync(2_900);
    FakePeerConnection.last.turn('connected');
    await vi.advanceTimersByTimeAsync(20_000);
    expect(FakePeerConnection.all).toHaveLength(1);
    FakePeerConnection.last.turn('disconnected');
    await vi.advanceTimersByTimeAsync(3_000);
    expect(FakePeerConnection.all).toHaveLength(2);
  });

  it('tries again while the server is not ready for a new offer', async () => {
    await scene.talk();
    FakePeerConnection.last.turn('failed');
    await settle();
    scene.socket.answer('media.offer', { type: 'error', code: 'wrong_state', message: 'Not now.' });
    await vi.advanceTimersByTimeAsync(1_000);
    expect(scene.socket.of('media.offer')).toHaveLength(3);
  });

  it('closes everything when it ends', async () => {
    const one = await scene.talk('video');
    scene.socket.receive({ type: 'call.updated', call: call({ media: 'video', state: 'ended', reason: 'hangup' }) });
    expect(one.reason).toBe('hangup');
    expect(one.endedHere).toBe(false);
    expect(FakePeerConnection.last.closed).toBe(true);
    expect(scene.devices.tracks.every((track) => track.stopped)).toBe(true);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(FakePeerConnection.all).toHaveLength(1);
  });

  it('marks the times of its steps in their order', async () => {
    const { marks } = await scene.talk();
    expect(marks.accept).toBeLessThanOrEqual(marks.connected!);
    expect(marks.connected).toBeLessThanOrEqual(marks.active!);
  });
});

describe('without a connection', () => {
  it('ends at once when told to, and the server hears of it later', async () => {
    const one = await scene.talk();
    scene.socket.drop();
    void one.hangup();
    expect(one.state).toBe('ended');
    expect(one.endedHere).toBe(true);
    await vi.advanceTimersByTimeAsync(500);
    scene.socket = await begin([call({ state: 'reconnecting' })]);
    expect(scene.socket.of('call.hangup')).toHaveLength(1);
    expect(scene.client.calls).toEqual([]);
  });

  it('goes on with its call when the session is back', async () => {
    const one = await scene.talk();
    scene.socket.drop();
    FakePeerConnection.last.turn('failed');
    await vi.advanceTimersByTimeAsync(500);
    scene.socket = await begin([call({ state: 'reconnecting' })]);
    expect(one.state).toBe('reconnecting');
    expect(scene.socket.of('media.offer')).toHaveLength(1);
    expect(scene.calls).toHaveLength(1);
  });

  it('forgets what was held back when the session begins anew: the server tells it again', async () => {
    const one = await scene.talk('video');
    scene.socket.receive({ type: 'media.paused', call_id: 'c1', slots: [{ slot: 0, reason: 'your_connection' }] });
    scene.socket.receive({ type: 'media.target', call_id: 'c1', bits_per_second: 400_000 });
    await scene.reconnect([call({ state: 'active', media: 'video' })]);
    await settle();
    expect(one.remoteVideoPaused).toBeUndefined();
    expect(FakePeerConnection.last.maxBitrate('video')).toBeUndefined();
  });

  it('learns from the history how a call ended meanwhile', async () => {
    const one = await scene.talk();
    const history = { calls: [{ id: 'c1', outcome: 'hangup' }] };
    vi.stubGlobal('fetch', async () => new Response(JSON.stringify(history)));
    await scene.reconnect([], 1012);
    expect(one.state).toBe('ended');
    expect(one.reason).toBe('hangup');
  });

  it('takes up a call that this device was in before the page was loaded again', async () => {
    await scene.reconnect([call({ state: 'reconnecting' })]);
    expect(scene.calls).toHaveLength(1);
    expect(scene.calls[0]!.taken).toBe(true);
    expect(scene.devices.captures).toHaveLength(1);
  });
});
