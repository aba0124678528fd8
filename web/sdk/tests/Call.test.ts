import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Call } from '../Call.js';
import { CallsClient } from '../CallsClient.js';
import { answer, call } from './calls.js';
import type { DeviceError } from '../DeviceError.js';
import { FakePeerConnection, installMedia, type FakeDevices } from './fakeMedia.js';
import { FakeSocket, begin, settle } from './fakeSocket.js';

let devices: FakeDevices;
let client: CallsClient;
let socket: FakeSocket;
let calls: Call[];

beforeEach(async () => {
  vi.useFakeTimers();
  vi.stubGlobal('WebSocket', FakeSocket);
  FakeSocket.all = [];
  devices = installMedia();
  client = new CallsClient({ baseUrl: 'https://calls.example', deviceId: 'device-1', getToken: async () => 'token' });
  calls = [];
  client.on('call', (one) => calls.push(one));
  client.connect();
  socket = await begin();
});

afterEach(() => {
  client.disconnect();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

/** Places a call that the server admits and whose media it answers. */
async function place(media: 'audio' | 'video' = 'audio'): Promise<Call> {
  const placed = client.placeCall('alice', { media });
  await settle();
  socket.answer('call.invite', { type: 'call.created', call: call({ direction: 'outgoing', media }) });
  await settle();
  socket.answer('media.offer', answer);
  await settle();
  return placed;
}

async function ring(media: 'audio' | 'video' = 'audio'): Promise<Call> {
  socket.receive({ type: 'call.incoming', call: call({ media }) });
  await settle();
  socket.answer('media.offer', answer);
  await settle();
  return calls[0]!;
}

/** Rings, takes the call and lets the server confirm it. */
async function talk(media: 'audio' | 'video' = 'audio'): Promise<Call> {
  const one = await ring(media);
  const accepted = one.accept();
  await settle();
  socket.answer('call.accept', { type: 'call.updated', call: call({ media, state: 'connecting' }) });
  await accepted;
  FakePeerConnection.last.turn('connected');
  socket.receive({ type: 'call.updated', call: call({ media, state: 'active' }) });
  await settle();
  return one;
}

describe('placing a call', () => {
  it('opens the microphone, invites, and offers as soon as the call exists', async () => {
    const placed = await place();
    expect(socket.of('call.invite')[0]).toMatchObject({ to: 'alice', media: 'audio', client_ref: expect.any(String) });
    expect(socket.of('media.offer')).toHaveLength(1);
    expect(FakePeerConnection.last.sent('audio')).toBe(devices.tracks[0]);
    expect(placed.state).toBe('ringing');
    expect(placed.taken).toBe(true);
  });

  it('offers audio, then video, both ways and without any address, also in an audio call', async () => {
    await place();
    expect(FakePeerConnection.last.getTransceivers().map(({ kind, init }) => [kind, init.direction])).toEqual([
      ['audio', 'sendrecv'],
      ['video', 'sendrecv'],
    ]);
    const sdp = String(socket.of('media.offer')[0]!['sdp']);
    expect(sdp).not.toContain('192.0.2.7');
    expect(sdp).not.toContain('a=candidate');
    expect(FakePeerConnection.last.remoteDescription).toEqual({ type: 'answer', sdp: 'v=0 answer' });
  });

  it('asks for echo cancellation', async () => {
    await place('video');
    expect(devices.captures[0]).toMatchObject({ audio: { echoCancellation: true }, video: expect.anything() });
  });

  it('rings nobody when the microphone is not allowed', async () => {
    devices.failures.audio = { name: 'NotAllowedError', message: 'Permission denied' };
    await expect(client.placeCall('alice', { media: 'audio' })).rejects.toMatchObject({ code: 'denied', device: 'microphone' });
    expect(socket.of('call.invite')).toHaveLength(0);
  });

  it('closes the devices again when the policy refuses', async () => {
    const placed = client.placeCall('alice', { media: 'video' });
    const refused = expect(placed).rejects.toMatchObject({ code: 'premium_required' });
    await settle();
    socket.answer('call.invite', { type: 'error', code: 'premium_required', message: 'Premium only.' });
    await refused;
    expect(devices.tracks.every((track) => track.stopped)).toBe(true);
    expect(client.calls).toEqual([]);
  });

  it('becomes the call that already rings when both call each other', async () => {
    const incoming = await ring();
    const placed = client.placeCall('alice', { media: 'audio' });
    await settle();
    socket.answer('call.invite', { type: 'call.created', call: call({ state: 'connecting' }) });
    expect(await placed).toBe(incoming);
    await settle();
    expect(incoming.taken).toBe(true);
    expect(socket.of('media.offer')).toHaveLength(1);
    expect(FakePeerConnection.last.sent('audio')).toBe(devices.tracks[0]);
    expect(devices.tracks[0]!.stopped).toBe(false);
  });

  it('is over at once when the other side is busy', async () => {
    const reasons: (string | undefined)[] = [];
    client.on('call', (one) => one.on('ended', () => reasons.push(one.reason)));
    const placed = client.placeCall('alice', { media: 'audio' });
    await settle();
    socket.answer('call.invite', { type: 'call.created', call: call({ direction: 'outgoing', state: 'ended', reason: 'busy' }) });
    await placed;
    expect(reasons).toEqual(['busy']);
    expect(client.calls).toEqual([]);
    expect(socket.of('media.offer')).toHaveLength(0);
    expect(devices.tracks[0]!.stopped).toBe(true);
  });

  it('tells the server of muting while it still rings', async () => {
    const placed = await place();
    placed.setMuted(true);
    expect(socket.of('call.media').at(-1)).toMatchObject({ audio: false });
  });

  it('ends with the words of the server when it will not carry the media', async () => {
    const problems: string[] = [];
    client.on('call', (one) => one.on('problem', (problem) => problems.push(problem.code)));
    const placed = client.placeCall('alice', { media: 'audio' });
    await settle();
    socket.answer('call.invite', { type: 'call.created', call: call({ direction: 'outgoing' }) });
    await settle();
    socket.answer('media.offer', { type: 'error', code: 'capacity', message: 'Full.' });
    await settle();
    expect(problems).toEqual(['capacity']);
    expect((await placed).state).toBe('ended');
    expect(socket.of('call.hangup')).toHaveLength(1);
  });
});

describe('a call that rings here', () => {
  it('warms up without capturing anything', async () => {
    const incoming = await ring('video');
    expect(socket.of('media.offer')).toHaveLength(1);
    expect(devices.captures).toEqual([]);
    expect(FakePeerConnection.last.sent('audio')).toBeNull();
    expect(incoming.taken).toBe(false);
    expect(incoming.why).toBe('follows');
  });

  it('captures on accept and sends on the same connection, without another offer', async () => {
    await talk('video');
    expect(socket.of('call.accept')[0]).toMatchObject({ call_id: 'c1', media: 'video' });
    expect(socket.of('media.offer')).toHaveLength(1);
    expect(FakePeerConnection.all).toHaveLength(1);
    expect(FakePeerConnection.last.sent('audio')).toBe(devices.tracks[0]);
    expect(FakePeerConnection.last.sent('video')).toBe(devices.tracks[1]);
  });

  it('can be taken without the own camera', async () => {
    const incoming = await ring('video');
    const accepted = incoming.accept({ video: false });
    await settle();
    socket.answer('call.accept', {
      type: 'call.updated',
      call: call({ media: 'video', state: 'connecting', self: { audio: true, video: false } }),
    });
    await accepted;
    expect(socket.of('call.accept')[0]).toMatchObject({ media: 'audio' });
    expect(devices.captures[0]).not.toHaveProperty('video');
  });

  it('rings on while the browser asks for the devices, and when they are refused', async () => {
    devices.permission = 'prompt';
    devices.failures.audio = { name: 'NotAllowedError', message: 'Permission dismissed' };
    const incoming = await ring();
    await expect(incoming.accept()).rejects.toMatchObject({ code: 'dismissed' });
    expect(socket.of('call.accept')).toHaveLength(0);
    expect(incoming.state).toBe('ringing');
    expect(incoming.taken).toBe(false);
  });

  it('is taken while the devices open when no question will be asked; one that fails then does not end it', async () => {
    const incoming = await ring();
    devices.failures.audio = { name: 'NotReadableError', message: 'Device in use' };
    const problems: string[] = [];
    incoming.on('problem', (problem) => problems.push(problem.code));
    const accepted = incoming.accept();
    await settle();
    socket.answer('call.accept', { type: 'call.updated', call: call({ state: 'connecting' }) });
    await accepted;
    expect(problems).toEqual(['in_use']);
    await settle();
    expect(socket.of('call.media').at(-1)).toMatchObject({ audio: false, video: false });
  });

  it('is heard though its camera does not open, and the server is told of the voice alone', async () => {
    const incoming = await ring('video');
    devices.failures.video = { name: 'NotReadableError', message: 'Device in use' };
    const problems: string[] = [];
    incoming.on('problem', (problem) => problems.push(`${(problem as DeviceError).device} ${problem.code}`));
    const accepted = incoming.accept();
    await settle();
    expect(FakePeerConnection.last.sent('audio')).toBe(devices.tracks[0]);
    socket.answer('call.accept', {
      type: 'call.updated',
      call: call({ media: 'video', state: 'connecting', self: { audio: true, video: true } }),
    });
    await accepted;
    expect(problems).toEqual(['camera in_use']);
    await settle();
    expect(socket.of('call.media').at(-1)).toMatchObject({ audio: true, video: false });
  });

  it('stops ringing when another device takes it', async () => {
    const incoming = await ring();
    socket.receive({ type: 'call.updated', call: call({ state: 'ended', reason: 'answered_elsewhere' }) });
    expect(incoming.reason).toBe('answered_elsewhere');
    expect(FakePeerConnection.last.closed).toBe(true);
    expect(client.calls).toEqual([]);
  });

  it('is declined at once', async () => {
    const incoming = await ring();
    void incoming.decline();
    expect(incoming.state).toBe('ended');
    expect(incoming.reason).toBe('declined');
    expect(socket.of('call.decline')).toHaveLength(1);
  });

  it('does not ring again when late news of it arrive', async () => {
    const incoming = await ring();
    void incoming.decline();
    socket.receive({ type: 'call.updated', call: call() });
    socket.receive({ type: 'call.incoming', call: call() });
    expect(calls).toHaveLength(1);
    expect(client.calls).toEqual([]);
  });
});

describe('in a call', () => {
  it('tells why the other side is not seen', async () => {
    const one = await talk('video');
    socket.receive({ type: 'media.paused', call_id: 'c1', slots: [{ slot: 0, reason: 'your_connection' }] });
    expect(one.remoteVideoPaused).toBe('your_connection');
    socket.receive({ type: 'media.paused', call_id: 'c1', slots: [] });
    expect(one.remoteVideoPaused).toBeUndefined();
  });

  it('sends no faster than the other side can take it', async () => {
    await talk('video');
    socket.receive({ type: 'media.target', call_id: 'c1', bits_per_second: 400_000 });
    await settle();
    expect(FakePeerConnection.last.maxBitrate('video')).toBe(400_000);
    socket.receive({ type: 'media.target', call_id: 'c1' });
    await settle();
    expect(FakePeerConnection.last.maxBitrate('video')).toBeUndefined();
  });

  it('mutes without touching the connection, and tells the server', async () => {
    const one = await talk();
    one.setMuted(true);
    expect(devices.tracks[0]!.enabled).toBe(false);
    expect(devices.tracks[0]!.stopped).toBe(false);
    expect(socket.of('call.media').at(-1)).toMatchObject({ call_id: 'c1', audio: false, video: false });
    socket.answer('call.media', { type: 'call.updated', call: call({ state: 'active', self: { audio: false, video: false } }) });
    one.setMuted(false);
    expect(devices.tracks[0]!.enabled).toBe(true);
    await settle();
    expect(socket.of('call.media').at(-1)).toMatchObject({ audio: true });
    expect(socket.of('media.offer')).toHaveLength(1);
  });

  it('closes the camera when it is switched off, and opens it again', async () => {
    const one = await talk('video');
    await one.setCamera(false);
    expect(devices.tracks[1]!.stopped).toBe(true);
    expect(FakePeerConnection.last.sent('video')).toBeNull();
    expect(socket.of('call.media').at(-1)).toMatchObject({ video: false });
    socket.answer('call.media', {
      type: 'call.updated',
      call: call({ media: 'video', state: 'active', self: { audio: true, video: false } }),
    });
    await one.setCamera(true);
    await settle();
    expect(FakePeerConnection.last.sent('video')).toBe(devices.tracks[2]);
    expect(socket.of('call.media').at(-1)).toMatchObject({ video: true });
  });

  it('switches the camera without anybody being told that it is off', async () => {
    const one = await talk('video');
    await one.switchCamera();
    expect(one.localDevices.camera).toBe('back');
    expect(devices.tracks[1]!.stopped).toBe(true);
    expect(FakePeerConnection.last.sent('video')).toBe(devices.tracks[2]);
    expect(socket.of('call.media')).toHaveLength(0);
  });

  it('silences the speaker on this side alone', async () => {
    const one = await talk();
    one.setSpeakerOn(false);
    expect(one.speakerOn).toBe(false);
    expect(socket.of('call.media')).toHaveLength(0);
  });

  it('puts the tracks of slot 0 into the remote stream', async () => {
    const one = await talk();
    expect(one.remoteStream.getTracks()).toEqual(FakePeerConnection.last.getTransceivers().map(({ receiver }) => receiver.track));
  });

  it('makes a new connection with a new offer when the old one fails', async () => {
    const one = await talk();
    FakePeerConnection.last.turn('failed');
    await settle();
    expect(FakePeerConnection.all).toHaveLength(2);
    expect(FakePeerConnection.all[0]!.closed).toBe(true);
    expect(socket.of('media.offer')).toHaveLength(2);
    expect(FakePeerConnection.last.sent('audio')).toBe(devices.tracks[0]);
    socket.answer('media.offer', answer);
    await settle();
    FakePeerConnection.last.turn('connected');
    expect(one.connectionState).toBe('connected');
  });

  it('gives a short interruption three seconds to heal', async () => {
    await talk();
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
    await talk();
    FakePeerConnection.last.turn('failed');
    await settle();
    socket.answer('media.offer', { type: 'error', code: 'wrong_state', message: 'Not now.' });
    await vi.advanceTimersByTimeAsync(1_000);
    expect(socket.of('media.offer')).toHaveLength(3);
  });

  it('closes everything when it ends', async () => {
    const one = await talk('video');
    socket.receive({ type: 'call.updated', call: call({ media: 'video', state: 'ended', reason: 'hangup' }) });
    expect(one.reason).toBe('hangup');
    expect(one.endedHere).toBe(false);
    expect(FakePeerConnection.last.closed).toBe(true);
    expect(devices.tracks.every((track) => track.stopped)).toBe(true);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(FakePeerConnection.all).toHaveLength(1);
  });

  it('marks the times of its steps in their order', async () => {
    const { marks } = await talk();
    expect(marks.accept).toBeLessThanOrEqual(marks.connected!);
    expect(marks.connected).toBeLessThanOrEqual(marks.active!);
  });
});

describe('without a connection', () => {
  it('ends at once when told to, and the server hears of it later', async () => {
    const one = await talk();
    socket.drop();
    void one.hangup();
    expect(one.state).toBe('ended');
    expect(one.endedHere).toBe(true);
    await vi.advanceTimersByTimeAsync(500);
    socket = await begin([call({ state: 'reconnecting' })]);
    expect(socket.of('call.hangup')).toHaveLength(1);
    expect(client.calls).toEqual([]);
  });

  it('goes on with its call when the session is back', async () => {
    const one = await talk();
    socket.drop();
    FakePeerConnection.last.turn('failed');
    await vi.advanceTimersByTimeAsync(500);
    socket = await begin([call({ state: 'reconnecting' })]);
    expect(one.state).toBe('reconnecting');
    expect(socket.of('media.offer')).toHaveLength(1);
    expect(calls).toHaveLength(1);
  });

  it('learns from the history how a call ended meanwhile', async () => {
    const one = await talk();
    const history = { calls: [{ id: 'c1', outcome: 'hangup' }] };
    vi.stubGlobal('fetch', async () => new Response(JSON.stringify(history)));
    socket.drop(1012);
    await vi.advanceTimersByTimeAsync(500);
    await begin([]);
    expect(one.state).toBe('ended');
    expect(one.reason).toBe('hangup');
  });

  it('takes up a call that this device was in before the page was loaded again', async () => {
    socket.drop();
    await vi.advanceTimersByTimeAsync(500);
    await begin([call({ state: 'reconnecting' })]);
    expect(calls).toHaveLength(1);
    expect(calls[0]!.taken).toBe(true);
    expect(devices.captures).toHaveLength(1);
  });
});

it('tells of missed calls', () => {
  const missed: string[] = [];
  client.on('missed', (record) => missed.push(record.id));
  socket.receive({ type: 'call.missed', record: { id: 'c9', outcome: 'busy' } });
  expect(missed).toEqual(['c9']);
});

it('hangs up what this device is in when the page goes away, and leaves alone what only rings', async () => {
  const listeners = new Map<string, () => void>();
  vi.stubGlobal('addEventListener', (name: string, listener: () => void) => listeners.set(name, listener));
  client.connect();
  await talk();
  listeners.get('pagehide')!();
  expect(socket.of('call.hangup')).toHaveLength(1);

  socket.receive({ type: 'call.updated', call: call({ state: 'ended', reason: 'hangup' }) });
  socket.receive({ type: 'call.incoming', call: call({ id: 'c2' }) });
  await settle();
  listeners.get('pagehide')!();
  expect(socket.of('call.hangup')).toHaveLength(1);
});
