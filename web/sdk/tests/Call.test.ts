import { describe, expect, it, vi } from 'vitest';
import type { DeviceError } from '../DeviceError.js';
import { CallScene } from './CallScene.js';
import { call } from './calls.js';
import { FakePeerConnection } from './fakeMedia.js';
import { settle } from './fakeSocket.js';

const scene = CallScene.forEach();

describe('placing a call', () => {
  it('opens the microphone, invites, and offers as soon as the call exists', async () => {
    const placed = await scene.place();
    expect(scene.socket.of('call.invite')[0]).toMatchObject({ to: 'alice', media: 'audio', client_ref: expect.any(String) });
    expect(scene.socket.of('media.offer')).toHaveLength(1);
    expect(FakePeerConnection.last.sent('audio')).toBe(scene.devices.tracks[0]);
    expect(placed.state).toBe('ringing');
    expect(placed.taken).toBe(true);
  });

  it('offers audio, then video, both ways and without any address, also in an audio call', async () => {
    await scene.place();
    expect(FakePeerConnection.last.getTransceivers().map(({ kind, init }) => [kind, init.direction])).toEqual([
      ['audio', 'sendrecv'],
      ['video', 'sendrecv'],
    ]);
    const sdp = String(scene.socket.of('media.offer')[0]!['sdp']);
    expect(sdp).not.toContain('192.0.2.7');
    expect(sdp).not.toContain('a=candidate');
    expect(FakePeerConnection.last.remoteDescription).toEqual({ type: 'answer', sdp: 'v=0 answer' });
  });

  it('asks for echo cancellation', async () => {
    await scene.place('video');
    expect(scene.devices.captures[0]).toMatchObject({ audio: { echoCancellation: true }, video: expect.anything() });
  });

  it('rings nobody when the microphone is not allowed', async () => {
    scene.devices.failures.audio = { name: 'NotAllowedError', message: 'Permission denied' };
    await expect(scene.client.placeCall('alice', { media: 'audio' })).rejects.toMatchObject({ code: 'denied', device: 'microphone' });
    expect(scene.socket.of('call.invite')).toHaveLength(0);
  });

  it('closes the devices again when the policy refuses', async () => {
    const placed = scene.client.placeCall('alice', { media: 'video' });
    const refused = expect(placed).rejects.toMatchObject({ code: 'premium_required' });
    await settle();
    scene.socket.answer('call.invite', { type: 'error', code: 'premium_required', message: 'Premium only.' });
    await refused;
    expect(scene.devices.tracks.every((track) => track.stopped)).toBe(true);
    expect(scene.client.calls).toEqual([]);
  });

  it('becomes the call that already rings when both call each other', async () => {
    const incoming = await scene.ring();
    const placed = scene.client.placeCall('alice', { media: 'audio' });
    await settle();
    scene.socket.answer('call.invite', { type: 'call.created', call: call({ state: 'connecting' }) });
    expect(await placed).toBe(incoming);
    await settle();
    expect(incoming.taken).toBe(true);
    expect(scene.socket.of('media.offer')).toHaveLength(1);
    expect(FakePeerConnection.last.sent('audio')).toBe(scene.devices.tracks[0]);
    expect(scene.devices.tracks[0]!.stopped).toBe(false);
  });

  it('is over at once when the other side is busy', async () => {
    const reasons: (string | undefined)[] = [];
    scene.client.on('call', (one) => one.on('ended', () => reasons.push(one.reason)));
    const placed = scene.client.placeCall('alice', { media: 'audio' });
    await settle();
    scene.socket.answer('call.invite', { type: 'call.created', call: call({ direction: 'outgoing', state: 'ended', reason: 'busy' }) });
    await placed;
    expect(reasons).toEqual(['busy']);
    expect(scene.client.calls).toEqual([]);
    expect(scene.socket.of('media.offer')).toHaveLength(0);
    expect(scene.devices.tracks[0]!.stopped).toBe(true);
  });

  it('tells the server of muting while it still rings', async () => {
    const placed = await scene.place();
    placed.setMuted(true);
    expect(scene.socket.of('call.media').at(-1)).toMatchObject({ audio: false });
  });

  it('ends with the words of the server when it will not carry the media', async () => {
    const problems: string[] = [];
    scene.client.on('call', (one) => one.on('problem', (problem) => problems.push(problem.code)));
    const placed = scene.client.placeCall('alice', { media: 'audio' });
    await settle();
    scene.socket.answer('call.invite', { type: 'call.created', call: call({ direction: 'outgoing' }) });
    await settle();
    scene.socket.answer('media.offer', { type: 'error', code: 'capacity', message: 'Full.' });
    await settle();
    expect(problems).toEqual(['capacity']);
    expect((await placed).state).toBe('ended');
    expect(scene.socket.of('call.hangup')).toHaveLength(1);
  });
});

describe('a call that rings here', () => {
  it('warms up without capturing anything', async () => {
    const incoming = await scene.ring('video');
    expect(scene.socket.of('media.offer')).toHaveLength(1);
    expect(scene.devices.captures).toEqual([]);
    expect(FakePeerConnection.last.sent('audio')).toBeNull();
    expect(incoming.taken).toBe(false);
    expect(incoming.why).toBe('follows');
  });

  it('captures on accept and sends on the same connection, without another offer', async () => {
    await scene.talk('video');
    expect(scene.socket.of('call.accept')[0]).toMatchObject({ call_id: 'c1', media: 'video' });
    expect(scene.socket.of('media.offer')).toHaveLength(1);
    expect(FakePeerConnection.all).toHaveLength(1);
    expect(FakePeerConnection.last.sent('audio')).toBe(scene.devices.tracks[0]);
    expect(FakePeerConnection.last.sent('video')).toBe(scene.devices.tracks[1]);
  });

  it('can be taken without the own camera', async () => {
    const incoming = await scene.ring('video');
    const accepted = incoming.accept({ video: false });
    await settle();
    scene.socket.answer('call.accept', {
      type: 'call.updated',
      call: call({ media: 'video', state: 'connecting', self: { audio: true, video: false } }),
    });
    await accepted;
    expect(scene.socket.of('call.accept')[0]).toMatchObject({ media: 'audio' });
    expect(scene.devices.captures[0]).not.toHaveProperty('video');
  });

  it('rings on while the browser asks for the devices, and when they are refused', async () => {
    scene.devices.permission = 'prompt';
    scene.devices.failures.audio = { name: 'NotAllowedError', message: 'Permission dismissed' };
    const incoming = await scene.ring();
    await expect(incoming.accept()).rejects.toMatchObject({ code: 'dismissed' });
    expect(scene.socket.of('call.accept')).toHaveLength(0);
    expect(incoming.state).toBe('ringing');
    expect(incoming.taken).toBe(false);
  });

  it('is taken while the devices open when no question will be asked; one that fails then does not end it', async () => {
    const incoming = await scene.ring();
    scene.devices.failures.audio = { name: 'NotReadableError', message: 'Device in use' };
    const problems: string[] = [];
    incoming.on('problem', (problem) => problems.push(problem.code));
    const accepted = incoming.accept();
    await settle();
    scene.socket.answer('call.accept', { type: 'call.updated', call: call({ state: 'connecting' }) });
    await accepted;
    expect(problems).toEqual(['in_use']);
    await settle();
    expect(scene.socket.of('call.media').at(-1)).toMatchObject({ audio: false, video: false });
  });

  it('is heard though its camera does not open, and the server is told of the voice alone', async () => {
    const incoming = await scene.ring('video');
    scene.devices.failures.video = { name: 'NotReadableError', message: 'Device in use' };
    const problems: string[] = [];
    incoming.on('problem', (problem) => problems.push(`${(problem as DeviceError).device} ${problem.code}`));
    const accepted = incoming.accept();
    await settle();
    expect(FakePeerConnection.last.sent('audio')).toBe(scene.devices.tracks[0]);
    scene.socket.answer('call.accept', {
      type: 'call.updated',
      call: call({ media: 'video', state: 'connecting', self: { audio: true, video: true } }),
    });
    await accepted;
    expect(problems).toEqual(['camera in_use']);
    await settle();
    expect(scene.socket.of('call.media').at(-1)).toMatchObject({ audio: true, video: false });
  });

  it('stops ringing when another device takes it', async () => {
    const incoming = await scene.ring();
    scene.socket.receive({ type: 'call.updated', call: call({ state: 'ended', reason: 'answered_elsewhere' }) });
    expect(incoming.reason).toBe('answered_elsewhere');
    expect(FakePeerConnection.last.closed).toBe(true);
    expect(scene.client.calls).toEqual([]);
  });

  it('is declined at once', async () => {
    const incoming = await scene.ring();
    void incoming.decline();
    expect(incoming.state).toBe('ended');
    expect(incoming.reason).toBe('declined');
    expect(scene.socket.of('call.decline')).toHaveLength(1);
  });

  it('does not ring again when late news of it arrive', async () => {
    const incoming = await scene.ring();
    void incoming.decline();
    scene.socket.receive({ type: 'call.updated', call: call() });
    scene.socket.receive({ type: 'call.incoming', call: call() });
    expect(scene.calls).toHaveLength(1);
    expect(scene.client.calls).toEqual([]);
  });
});

it('tells of missed calls', () => {
  const missed: string[] = [];
  scene.client.on('missed', (record) => missed.push(record.id));
  scene.socket.receive({ type: 'call.missed', record: { id: 'c9', outcome: 'busy' } });
  expect(missed).toEqual(['c9']);
});

it('hangs up what this device is in when the page goes away, and leaves alone what only rings', async () => {
  const listeners = new Map<string, () => void>();
  vi.stubGlobal('addEventListener', (name: string, listener: () => void) => listeners.set(name, listener));
  scene.client.connect();
  await scene.talk();
  listeners.get('pagehide')!();
  expect(scene.socket.of('call.hangup')).toHaveLength(1);

  scene.socket.receive({ type: 'call.updated', call: call({ state: 'ended', reason: 'hangup' }) });
  scene.socket.receive({ type: 'call.incoming', call: call({ id: 'c2' }) });
  await settle();
  listeners.get('pagehide')!();
  expect(scene.socket.of('call.hangup')).toHaveLength(1);
});
