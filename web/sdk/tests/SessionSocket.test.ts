import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { CallsError } from '../CallsError.js';
import { SessionSocket } from '../SessionSocket.js';
import { FakeSocket, begin, ready, settle } from './fakeSocket.js';

let getToken: ReturnType<typeof vi.fn<() => Promise<string>>>;
let session: SessionSocket;

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal('WebSocket', FakeSocket);
  FakeSocket.all = [];
  getToken = vi.fn(async () => 'token');
  session = new SessionSocket({ url: 'wss://calls.example/ws', deviceId: 'device-1', getToken });
});

afterEach(() => {
  session.stop();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe('a session', () => {
  it('starts with the token and the device id, and is ready when the server says so', async () => {
    session.start();
    const socket = await begin();
    expect(socket.url).toBe('wss://calls.example/ws');
    expect(socket.sent[0]).toEqual({ type: 'session.start', token: 'token', protocol: 1, device_id: 'device-1' });
    expect(session.state).toBe('ready');
  });

  it('comes back after the connection was lost, with the same device id', async () => {
    session.start();
    (await begin()).drop();
    expect(session.state).toBe('connecting');
    await vi.advanceTimersByTimeAsync(500);
    expect(FakeSocket.all).toHaveLength(2);
    await begin();
    expect(session.state).toBe('ready');
    expect(FakeSocket.last.sent[0]).toMatchObject({ device_id: 'device-1' });
  });

  it('waits longer after every failed attempt', async () => {
    session.start();
    await settle();
    const attemptsAfter = async (milliseconds: number) => {
      const before = FakeSocket.all.length;
      FakeSocket.last.drop();
      await vi.advanceTimersByTimeAsync(milliseconds);
      return FakeSocket.all.length - before;
    };
    expect(await attemptsAfter(500)).toBe(1);
    expect(await attemptsAfter(499)).toBe(0);
    await vi.advanceTimersByTimeAsync(501);
    expect(await attemptsAfter(999)).toBe(0);
    await vi.advanceTimersByTimeAsync(1_001);
    expect(FakeSocket.all).toHaveLength(4);
  });

  it('tries again at once when the network is known to be back', async () => {
    session.start();
    (await begin()).drop();
    session.check();
    await settle();
    expect(FakeSocket.all).toHaveLength(2);
  });

  it('gives up a connection attempt that hangs', async () => {
    session.start();
    await settle();
    await vi.advanceTimersByTimeAsync(10_000);
    expect(FakeSocket.all[0]!.closed).toBe(true);
    await vi.advanceTimersByTimeAsync(500);
    expect(FakeSocket.all).toHaveLength(2);
  });

  it('notices a connection that is dead though nothing closed it', async () => {
    session.start();
    const socket = await begin();
    await vi.advanceTimersByTimeAsync(15_000);
    expect(socket.of('ping')).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(6_000);
    expect(session.state).toBe('connecting');
    // Any other code would tell the server to hang up.
    expect(socket.closeCode).toBe(4900);
  });

  it('stays connected while pings are answered', async () => {
    session.start();
    const socket = await begin();
    for (let count = 0; count < 4; count++) {
      await vi.advanceTimersByTimeAsync(15_000);
      socket.answer('ping', { type: 'pong' });
    }
    expect(session.state).toBe('ready');
  });

  it('hands over a new token before the old one expires', async () => {
    session.start();
    await settle();
    FakeSocket.last.onopen?.();
    FakeSocket.last.receive(ready([], 600_000));
    getToken.mockResolvedValue('newer');
    const answerPings = setInterval(() => FakeSocket.last.of('ping').length && FakeSocket.last.answer('ping', { type: 'pong' }), 1_000);
    await vi.advanceTimersByTimeAsync(541_000);
    clearInterval(answerPings);
    expect(FakeSocket.last.of('session.refresh')).toEqual([expect.objectContaining({ token: 'newer' })]);
  });

  it.each([
    [4001, 'replaced'],
    [4003, 'account_suspended'],
    [4006, 'too_many_devices'],
  ])('ends for good when the server closes with %i', async (code, error) => {
    const closed = vi.fn();
    session.on('closed', closed);
    session.start();
    (await begin()).drop(code);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(session.state).toBe('closed');
    expect(closed).toHaveBeenCalledWith(expect.objectContaining({ code: error }));
    expect(FakeSocket.all).toHaveLength(1);
  });

  it('asks for a new token once when the server refuses one, and gives up when it refuses that too', async () => {
    const closed = vi.fn();
    session.on('closed', closed);
    session.start();
    await settle();
    FakeSocket.last.drop(4002);
    await vi.advanceTimersByTimeAsync(500);
    expect(getToken).toHaveBeenCalledTimes(2);
    expect(closed).not.toHaveBeenCalled();
    FakeSocket.last.drop(4002);
    expect(closed).toHaveBeenCalledWith(expect.objectContaining({ code: 'unauthenticated' }));
  });

  it('keeps trying while the token cannot be fetched, and stops when the person has to sign in again', async () => {
    getToken.mockRejectedValueOnce(new CallsError('network', 'down'));
    getToken.mockRejectedValueOnce(new CallsError('unauthenticated', 'expired'));
    session.start();
    await settle();
    expect(session.state).toBe('connecting');
    await vi.advanceTimersByTimeAsync(500);
    expect(session.state).toBe('closed');
  });
});

describe('a request', () => {
  it('is answered by the message with its id', async () => {
    session.start();
    const socket = await begin();
    const [first, second] = [session.request('a'), session.request('b')];
    socket.answer('b', { type: 'b.done', value: 2 });
    socket.answer('a', { type: 'a.done', value: 1 });
    expect(await first).toMatchObject({ value: 1 });
    expect(await second).toMatchObject({ value: 2 });
  });

  it('fails with the code, the words and the pause that the server gives', async () => {
    session.start();
    const socket = await begin();
    const request = session.request('call.invite');
    socket.answer('call.invite', { type: 'error', code: 'rate_limited', message: 'Too many.', retry_after: 30 });
    await expect(request).rejects.toMatchObject({ name: 'CallsError', code: 'rate_limited', message: 'Too many.', retryAfter: 30 });
  });

  it('waits for the session to run', async () => {
    session.start();
    const request = session.request('call.hangup');
    const socket = await begin();
    socket.answer('call.hangup', { type: 'call.updated' });
    await expect(request).resolves.toMatchObject({ type: 'call.updated' });
  });

  it('fails when no answer comes in time', async () => {
    session.start();
    await begin();
    const request = expect(session.request('slow', {}, { timeout: 3_000 })).rejects.toMatchObject({ code: 'timeout' });
    await vi.advanceTimersByTimeAsync(3_000);
    await request;
  });

  it('fails when the connection is lost before the answer, unless it may be sent twice', async () => {
    session.start();
    const socket = await begin();
    const once = session.request('media.offer');
    const twice = session.request('call.hangup', {}, { resend: true });
    socket.drop();
    await expect(once).rejects.toMatchObject({ code: 'connection_lost' });
    await vi.advanceTimersByTimeAsync(500);
    const next = await begin();
    expect(next.of('media.offer')).toHaveLength(0);
    next.answer('call.hangup', { type: 'call.updated' });
    await expect(twice).resolves.toBeDefined();
  });

  it('fails at once when nothing is connected nor tries to be', async () => {
    await expect(session.request('ping')).rejects.toMatchObject({ code: 'closed' });
  });
});

it('survives messages that it does not know, and such that are not JSON', async () => {
  const warn = vi.spyOn(console, 'warn').mockImplementation(() => undefined);
  const messages: string[] = [];
  session.on('message', (message) => messages.push(message.type));
  session.start();
  const socket = await begin();
  socket.onmessage?.({ data: '{' });
  socket.receive({ type: 'something.new' });
  expect(messages).toEqual(['something.new']);
  expect(session.state).toBe('ready');
  expect(warn).toHaveBeenCalled();
});
