import { vi } from 'vitest';

type Message = Record<string, unknown>;

/** A WebSocket whose other end is the test. */
export class FakeSocket {
  static all: FakeSocket[] = [];
  static get last(): FakeSocket {
    return this.all.at(-1)!;
  }

  onopen: (() => void) | null = null;
  onmessage: ((event: { data: string }) => void) | null = null;
  onclose: ((event: { code: number }) => void) | null = null;
  readonly sent: Message[] = [];
  closed = false;
  closeCode: number | undefined;

  constructor(readonly url: string) {
    FakeSocket.all.push(this);
  }

  send(text: string): void {
    this.sent.push(JSON.parse(text) as Message);
  }

  close(code?: number): void {
    this.closed = true;
    this.closeCode = code;
  }

  /** The server says something. */
  receive(message: Message): void {
    this.onmessage?.({ data: JSON.stringify(message) });
  }

  /** The server, or the network, closes. */
  drop(code = 1006): void {
    this.onclose?.({ code });
  }

  /** The requests of one type that were sent on this connection. */
  of(type: string): Message[] {
    return this.sent.filter((message) => message['type'] === type);
  }

  /** Answers the last request of a type. */
  answer(type: string, answer: Message): void {
    const request = this.of(type).at(-1);
    if (!request) {
      throw new Error(`No ${type} was sent; sent were ${this.sent.map((message) => String(message['type'])).join(', ')}.`);
    }
    this.receive({ ...answer, request_id: request['request_id'] });
  }
}

export const user = { id: 'me', handle: 'me', display_name: 'Me', premium: true, verified: false, suspended: false };

export function ready(calls: unknown[] = [], expiresIn = 3_600_000): Message {
  return {
    type: 'session.ready',
    session_id: 's1',
    user,
    protocol: 1,
    calls,
    expires_at: new Date(Date.now() + expiresIn).toISOString(),
    limits: { max_message_bytes: 65_536, messages_per_second: 20, reconnect_seconds: 30, ring_seconds: 60 },
  };
}

/** Lets promises that can settle do so, without letting time pass. */
export async function settle(): Promise<void> {
  for (let round = 0; round < 20; round++) {
    await vi.advanceTimersByTimeAsync(0);
  }
}

/** Opens the newest connection and lets its session begin. */
export async function begin(calls: unknown[] = []): Promise<FakeSocket> {
  await settle();
  const socket = FakeSocket.last;
  socket.onopen?.();
  socket.receive(ready(calls));
  await settle();
  return socket;
}
