import { afterEach, beforeEach, vi } from 'vitest';
import type { Call } from '../Call.js';
import { CallsClient } from '../CallsClient.js';
import { answer, call } from './calls.js';
import { FakePeerConnection, installMedia, type FakeDevices } from './fakeMedia.js';
import { FakeSocket, begin, settle } from './fakeSocket.js';

/** A client whose server, devices and clock are played by the test; made anew for each. */
export class CallScene {
  devices!: FakeDevices;
  client!: CallsClient;
  socket!: FakeSocket;
  calls: Call[] = [];

  /** Sets the scene for every test of the file. */
  static forEach(): CallScene {
    const scene = new CallScene();
    beforeEach(() => scene.#open());
    afterEach(() => scene.#close());
    return scene;
  }

  /** Places a call that the server admits and whose media it answers. */
  async place(media: 'audio' | 'video' = 'audio'): Promise<Call> {
    const placed = this.client.placeCall('alice', { media });
    await settle();
    this.socket.answer('call.invite', { type: 'call.created', call: call({ direction: 'outgoing', media }) });
    await settle();
    this.socket.answer('media.offer', answer);
    await settle();
    return placed;
  }

  async ring(media: 'audio' | 'video' = 'audio'): Promise<Call> {
    this.socket.receive({ type: 'call.incoming', call: call({ media }) });
    await settle();
    this.socket.answer('media.offer', answer);
    await settle();
    return this.calls[0]!;
  }

  /** Rings, takes the call and lets the server confirm it. */
  async talk(media: 'audio' | 'video' = 'audio'): Promise<Call> {
    const one = await this.ring(media);
    const accepted = one.accept();
    await settle();
    this.socket.answer('call.accept', { type: 'call.updated', call: call({ media, state: 'connecting' }) });
    await accepted;
    FakePeerConnection.last.turn('connected');
    this.socket.receive({ type: 'call.updated', call: call({ media, state: 'active' }) });
    await settle();
    return one;
  }

  /** The connection is lost; the client makes another, and finds `calls`. */
  async reconnect(calls: unknown[], code?: number): Promise<void> {
    this.socket.drop(code);
    await vi.advanceTimersByTimeAsync(500);
    this.socket = await begin(calls);
  }

  async #open(): Promise<void> {
    vi.useFakeTimers();
    vi.stubGlobal('WebSocket', FakeSocket);
    FakeSocket.all = [];
    this.devices = installMedia();
    this.client = new CallsClient({ baseUrl: 'https://calls.example', deviceId: 'device-1', getToken: async () => 'token' });
    this.calls = [];
    this.client.on('call', (one) => this.calls.push(one));
    this.client.connect();
    this.socket = await begin();
  }

  #close(): void {
    this.client.disconnect();
    vi.useRealTimers();
    vi.unstubAllGlobals();
  }
}
