import { CallsError } from './CallsError.js';
import { Emitter } from './Emitter.js';
import { backoff } from './backoff.js';
import type { ServerMessage, SessionReady } from './protocol.js';

/**
 * `connecting`: a connection is being made, or the next attempt waits. `ready`: the session runs. `closed`: not connected, and nothing
 * tries to be.
 */
export type ConnectionState = 'closed' | 'connecting' | 'ready';

export interface SessionSocketOptions {
  url: string;
  deviceId: string;
  /** Gives a valid token; asked before every connection and before the token expires. */
  getToken: () => Promise<string>;
}

export interface RequestOptions {
  /** How long to wait for the answer, reconnects included, in ms. */
  timeout?: number;
  /** Send again on the next connection if this one is lost before the answer. Only for what may safely arrive twice. */
  resend?: boolean;
}

interface SocketEvents {
  state: ConnectionState;
  /** The session runs; fires before anything that waited for it is sent. */
  ready: SessionReady;
  message: ServerMessage;
  /** The server will not have this session any more; nothing reconnects until `start()`. */
  closed: CallsError;
}

interface PendingRequest {
  type: string;
  fields: object;
  sent: boolean;
  resend: boolean;
  timer: ReturnType<typeof setTimeout>;
  resolve: (answer: ServerMessage) => void;
  reject: (error: CallsError) => void;
}

const ConnectTimeout = 10_000;
const RequestTimeout = 10_000;
const PingInterval = 15_000;
const PingTimeout = 6_000;
const MostTimeout = 2 ** 31 - 1;
/** Closing with any other code would hang up (docs/protocol.md, Session). */
const Reconnecting = 4900;

/** The WebSocket of docs/protocol.md: one session, kept up over lost connections, with requests and their answers. */
export class SessionSocket extends Emitter<SocketEvents> {
  readonly #options: SessionSocketOptions;
  readonly #pending = new Map<string, PendingRequest>();
  #state: ConnectionState = 'closed';
  #socket: WebSocket | undefined;
  #attempt = 0;
  #tokenRefusals = 0;
  #lastRequest = 0;
  #retryTimer: ReturnType<typeof setTimeout> | undefined;
  #connectTimer: ReturnType<typeof setTimeout> | undefined;
  #pingTimer: ReturnType<typeof setInterval> | undefined;
  #refreshTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(options: SessionSocketOptions) {
    super();
    this.#options = options;
  }

  get state(): ConnectionState {
    return this.#state;
  }

  start(): void {
    if (this.#state === 'closed') {
      this.#attempt = 0;
      this.#tokenRefusals = 0;
      this.#setState('connecting');
      void this.#connect();
    }
  }

  stop(): void {
    this.#close(new CallsError('closed', 'The connection was closed.'), 1000);
  }

  /** The network changed, or the page woke up: tries at once instead of waiting, and finds out at once if the connection is dead. */
  check(): void {
    if (this.#state === 'ready') {
      void this.#ping();
    } else if (this.#retryTimer !== undefined) {
      this.#attempt = 0;
      void this.#connect();
    }
  }

  /** Sends a request, now or as soon as the session runs, and gives its answer. Refusals are thrown as {@link CallsError}. */
  request<Answer = ServerMessage>(type: string, fields: object = {}, options: RequestOptions = {}): Promise<Answer> {
    return new Promise((resolve, reject) => {
      if (this.#state === 'closed') {
        reject(new CallsError('closed', 'There is no connection to the server.'));
        return;
      }
      const id = String(++this.#lastRequest);
      const timer = setTimeout(
        () => this.#settle(id)?.reject(new CallsError('timeout', 'The server did not answer in time.')),
        options.timeout ?? RequestTimeout,
      );
      this.#pending.set(id, {
        type,
        fields,
        timer,
        sent: false,
        resend: options.resend ?? false,
        resolve: (answer) => resolve(answer as Answer),
        reject,
      });
      if (this.#state === 'ready') {
        this.#flush();
      }
    });
  }

  /** Sends without waiting for the answer, where there is no time for one. False when there is no connection. */
  notify(type: string, fields: object): boolean {
    if (this.#state !== 'ready') {
      return false;
    }
    this.#write({ type, ...fields });
    return true;
  }

  async #connect(): Promise<void> {
    clearTimeout(this.#retryTimer);
    this.#retryTimer = undefined;
    let token: string;
    try {
      token = await this.#options.getToken();
    } catch (error) {
      if (error instanceof CallsError && ['unauthenticated', 'forbidden', 'not_found'].includes(error.code)) {
        this.#close(error);
      } else if (this.#state === 'connecting') {
        this.#retryLater();
      }
      return;
    }
    if (this.#state !== 'connecting' || this.#socket) {
      return;
    }

    const socket = new WebSocket(this.#options.url);
    this.#socket = socket;
    this.#connectTimer = setTimeout(() => this.#lost(1006), ConnectTimeout);
    socket.onopen = () => this.#write({ type: 'session.start', token, protocol: 1, device_id: this.#options.deviceId });
    socket.onmessage = (event) => this.#read(event.data);
    socket.onclose = (event) => this.#lost(event.code);
  }

  #read(data: unknown): void {
    let message: ServerMessage;
    try {
      message = JSON.parse(String(data)) as ServerMessage;
    } catch {
      console.warn('calls: a message from the server is not JSON');
      return;
    }

    if (message.request_id !== undefined) {
      const pending = this.#settle(message.request_id);
      if (message.type === 'error') {
        pending?.reject(errorOf(message));
      } else {
        pending?.resolve(message);
      }
    } else if (message.type === 'session.ready') {
      this.#onReady(message as unknown as SessionReady);
    } else {
      this.emit('message', message);
    }
  }

  #onReady(ready: SessionReady): void {
    clearTimeout(this.#connectTimer);
    this.#attempt = 0;
    this.#tokenRefusals = 0;
    this.#pingTimer = setInterval(() => void this.#ping(), PingInterval);
    this.#refreshAt(ready.expires_at);
    this.#setState('ready');
    this.emit('ready', ready);
    this.#flush();
  }

  /** A half-open connection shows only in that nothing comes back. */
  async #ping(): Promise<void> {
    const socket = this.#socket;
    try {
      await this.request('ping', {}, { timeout: PingTimeout });
    } catch {
      if (socket && socket === this.#socket && this.#state === 'ready') {
        this.#lost(1006);
      }
    }
  }

  #refreshAt(expiresAt: string): void {
    clearTimeout(this.#refreshTimer);
    const left = Date.parse(expiresAt) - Date.now();
    if (!Number.isFinite(left)) {
      return;
    }
    const pause = Math.max(1_000, left - Math.min(60_000, left / 4));
    this.#refreshTimer = setTimeout(() => void this.#refresh(), Math.min(pause, MostTimeout));
  }

  async #refresh(): Promise<void> {
    try {
      const token = await this.#options.getToken();
      const answer = await this.request<{ expires_at: string }>('session.refresh', { token });
      this.#refreshAt(answer.expires_at);
    } catch {
      // The server closes with 4002 when the old token runs out, and the reconnect asks for a new one.
    }
  }

  #lost(code: number): void {
    this.#dropSocket(Reconnecting);
    if (this.#state === 'closed') {
      return;
    }
    const lost = new CallsError('connection_lost', 'The connection to the server was lost.');
    for (const [id, pending] of this.#pending) {
      if (pending.sent && !pending.resend) {
        this.#settle(id)?.reject(lost);
      }
      pending.sent = false;
    }

    if (code === 4001) {
      this.#close(new CallsError('replaced', 'This device connected again in another place.'));
    } else if (code === 4006) {
      this.#close(new CallsError('too_many_devices', 'Too many devices of this account are connected.'));
    } else if (code === 4003) {
      this.#close(new CallsError('account_suspended', 'This account is suspended.'));
    } else if (code === 4002 && ++this.#tokenRefusals > 1) {
      this.#close(new CallsError('unauthenticated', 'The server refuses the token.'));
    } else {
      this.#setState('connecting');
      // 4004: too many messages; coming back at once would make it worse.
      this.#retryLater(code === 4004 ? 5_000 : 0);
    }
  }

  #retryLater(least = 0): void {
    const pause = Math.max(least, backoff(this.#attempt++));
    this.#retryTimer = setTimeout(() => void this.#connect(), pause);
  }

  #close(error: CallsError, code?: number): void {
    if (this.#state === 'closed') {
      return;
    }
    clearTimeout(this.#retryTimer);
    this.#retryTimer = undefined;
    this.#dropSocket(code ?? Reconnecting);
    for (const id of [...this.#pending.keys()]) {
      this.#settle(id)?.reject(error);
    }
    this.#setState('closed');
    this.emit('closed', error);
  }

  #dropSocket(code: number): void {
    clearTimeout(this.#connectTimer);
    clearInterval(this.#pingTimer);
    clearTimeout(this.#refreshTimer);
    const socket = this.#socket;
    this.#socket = undefined;
    if (socket) {
      socket.onopen = socket.onmessage = socket.onclose = null;
      socket.close(code);
    }
  }

  #flush(): void {
    for (const [id, pending] of this.#pending) {
      if (!pending.sent) {
        pending.sent = true;
        this.#write({ type: pending.type, request_id: id, ...pending.fields });
      }
    }
  }

  #write(message: object): void {
    this.#socket?.send(JSON.stringify(message));
  }

  #settle(id: string): PendingRequest | undefined {
    const pending = this.#pending.get(id);
    this.#pending.delete(id);
    clearTimeout(pending?.timer);
    return pending;
  }

  #setState(state: ConnectionState): void {
    if (this.#state !== state) {
      this.#state = state;
      this.emit('state', state);
    }
  }
}

function errorOf(message: ServerMessage): CallsError {
  const { code, message: text, retry_after: retryAfter } = message as { code?: string; message?: string; retry_after?: number };
  return new CallsError(code ?? 'internal', text ?? 'The server refused.', retryAfter ?? undefined);
}
