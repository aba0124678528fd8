import { Api } from './Api.js';
import { Call, type CallSignaling } from './Call.js';
import { CallsError } from './CallsError.js';
import { Devices } from './Devices.js';
import { Emitter } from './Emitter.js';
import { LocalMedia } from './LocalMedia.js';
import { SessionSocket, type ConnectionState } from './SessionSocket.js';
import { randomId } from './deviceId.js';
import type {
  Account,
  CallRecord,
  CallSnapshot,
  ConnectionQuality,
  EndReason,
  MediaKind,
  MediaPaused,
  MediaTarget,
  Message,
  ServerMessage,
  SessionReady,
} from './protocol.js';

export interface CallsClientOptions {
  /** Where the server is, for example `https://calls.example.org`; the page's own origin if left out. */
  baseUrl?: string;
  /**
   * Gives a valid token (docs/protocol.md, Signing in). Asked before every connection and REST request, so keep the token until shortly
   * before it expires. Throw a {@link CallsError} with code `unauthenticated` when the person has to sign in again.
   */
  getToken: () => Promise<string>;
  /** This device's id, kept between loads: see {@link deviceId}. */
  deviceId: string;
  /**
   * Sends the camera in several qualities at once, of which the server gives each viewer one: for calls among more than two. Between two leave it out:
   * there the one picture follows what the other side can take, and several cost more of the uplink.
   */
  simulcast?: boolean;
}

interface CallsClientEvents {
  /** Whether the server is connected. */
  state: ConnectionState;
  /** The session runs, for the first time or again; what happened meanwhile has to be asked for by REST. */
  ready: SessionReady;
  /** The server will not have this device any more (`replaced`, `unauthenticated`, `account_suspended`, `too_many_devices`), or `disconnect` was called. */
  closed: CallsError;
  /** A call came to be on this device: it rings here, or was placed here. */
  call: Call;
  /** Somebody's call was missed, on whatever device it rang, or on none because this account was in another call. */
  missed: CallRecord;
  /** A direct message was stored, to or from this account. */
  message: Message;
}

/** How many ended calls are remembered. */
const RememberedEnds = 64;

/**
 * The door to a calls server: signs in, stays connected, and places and receives calls.
 *
 * @example
 * ```ts
 * const client = new CallsClient({ getToken, deviceId: deviceId(sessionStorage) });
 * client.on('call', (call) => call.direction === 'incoming' && showIncoming(call));
 * client.connect();
 * const call = await client.placeCall(userId, { media: 'video' });
 * ```
 */
export class CallsClient extends Emitter<CallsClientEvents> {
  readonly api: Api;
  readonly devices = new Devices();
  readonly #socket: SessionSocket;
  readonly #calls = new Map<string, Call>();
  readonly #endedIds = new Set<string>();
  readonly #signaling: CallSignaling;
  #account: Account | undefined;

  constructor(options: CallsClientOptions) {
    super();
    const baseUrl = (options.baseUrl ?? location.origin).replace(/\/$/, '');
    this.api = new Api({ baseUrl, getToken: options.getToken });
    this.#socket = new SessionSocket({
      url: baseUrl.replace(/^http/, 'ws') + '/ws',
      deviceId: options.deviceId,
      getToken: options.getToken,
    });
    this.#signaling = {
      devices: this.devices,
      simulcast: options.simulcast ?? false,
      request: (type, fields, requestOptions) => this.#socket.request(type, fields, requestOptions),
    };
    this.#socket.on('state', (state) => this.emit('state', state));
    this.#socket.on('ready', (ready) => this.#onReady(ready));
    this.#socket.on('message', (message) => this.#onMessage(message));
    this.#socket.on('closed', (error) => this.#onClosed(error));
  }

  get state(): ConnectionState {
    return this.#socket.state;
  }

  /** The account that is signed in; known once the session ran. */
  get account(): Account | undefined {
    return this.#account;
  }

  /** The calls that ring or run on this device. */
  get calls(): Call[] {
    return [...this.#calls.values()];
  }

  /** Connects, and stays connected until `disconnect` or `closed`. */
  connect(): void {
    globalThis.addEventListener?.('pagehide', this.#onPageHide);
    globalThis.addEventListener?.('online', this.#onNetwork);
    globalThis.addEventListener?.('pageshow', this.#onNetwork);
    this.#socket.start();
  }

  /** Ends this device's calls and the connection. */
  disconnect(): void {
    globalThis.removeEventListener?.('pagehide', this.#onPageHide);
    globalThis.removeEventListener?.('online', this.#onNetwork);
    globalThis.removeEventListener?.('pageshow', this.#onNetwork);
    this.#onPageHide();
    this.#socket.stop();
  }

  /**
   * Opens the devices and calls `userId`. Nothing rings before the devices are open. Throws {@link DeviceError}, or {@link CallsError}
   * with the policy's verdict. If they are calling this account at the same moment, the two become one call.
   */
  async placeCall(userId: string, { media }: { media: MediaKind }): Promise<Call> {
    const invitedAt = performance.now();
    const local = new LocalMedia(this.devices);
    try {
      await local.capture(media === 'video');
      const { call: snapshot } = await this.#socket.request<{ call: CallSnapshot }>(
        'call.invite',
        { to: userId, media, client_ref: randomId() },
        { resend: true },
      );
      const known = this.#calls.get(snapshot.id);
      const call = known ?? this.#add(snapshot, local);
      if (known) {
        await known.adopt(local);
        known.update(snapshot);
      }
      call.marks.invite = invitedAt;
      if (call.state === 'ended') {
        // Busy: it was over before it rang.
        call.announceEnd();
      }
      return call;
    } catch (error) {
      local.stop();
      throw error;
    }
  }

  #onReady(ready: SessionReady): void {
    this.#account = ready.user;
    const there = new Set(ready.calls.map((call) => call.id));
    for (const call of this.#calls.values()) {
      if (!there.has(call.id)) {
        void this.#closeWithOutcome(call);
      }
    }
    for (const snapshot of ready.calls) {
      const known = this.#calls.get(snapshot.id);
      if (known) {
        known.update(snapshot);
        known.resume();
      } else {
        this.#meet(snapshot);
      }
    }
    this.emit('ready', ready);
  }

  #onMessage(message: ServerMessage): void {
    switch (message.type) {
      case 'call.incoming':
      case 'call.updated':
        this.#onCall(message['call'] as CallSnapshot);
        break;
      case 'call.quality':
        this.#calls.get(message['call_id'] as string)?.measure({
          self: message['self'] as ConnectionQuality,
          remote: message['remote'] as ConnectionQuality,
        });
        break;
      case 'media.paused': {
        const { call_id, slots } = message as unknown as MediaPaused;
        this.#calls.get(call_id)?.pause(slots.find(({ slot }) => slot === 0)?.reason);
        break;
      }
      case 'media.target': {
        const { call_id, bits_per_second } = message as unknown as MediaTarget;
        this.#calls.get(call_id)?.limit(bits_per_second);
        break;
      }
      case 'call.missed':
        this.emit('missed', message['record'] as CallRecord);
        break;
      case 'message.new':
        this.emit('message', message['message'] as Message);
        break;
    }
  }

  #onCall(snapshot: CallSnapshot): void {
    const known = this.#calls.get(snapshot.id);
    if (known) {
      known.update(snapshot);
    } else if (snapshot.direction === 'incoming' && snapshot.state === 'ringing') {
      this.#meet(snapshot);
    }
  }

  /** A call that this page does not know: it rings, or this device was in it before the page was loaded again. */
  #meet(snapshot: CallSnapshot): void {
    if (snapshot.state === 'ended' || this.#endedIds.has(snapshot.id)) {
      return;
    }
    const call = this.#add(snapshot);
    if (call.taken) {
      void call.adopt();
    }
  }

  #add(snapshot: CallSnapshot, local?: LocalMedia): Call {
    const call = new Call(snapshot, this.#signaling, local);
    this.#calls.set(call.id, call);
    call.on('ended', () => this.#forget(call.id));
    this.emit('call', call);
    return call;
  }

  /** An ended call may still be named by a message that was under way; it must not ring again. */
  #forget(id: string): void {
    this.#calls.delete(id);
    this.#endedIds.add(id);
    if (this.#endedIds.size > RememberedEnds) {
      this.#endedIds.delete(this.#endedIds.values().next().value!);
    }
  }

  /** The call ended while there was no connection; the history knows how. */
  async #closeWithOutcome(call: Call): Promise<void> {
    let outcome: EndReason = 'failed';
    try {
      const { calls } = await this.api.calls({ limit: 20 });
      outcome = calls.find((record) => record.id === call.id)?.outcome ?? outcome;
    } catch (error) {
      console.warn('calls: the outcome of a call could not be asked for', error);
    }
    call.close(outcome);
  }

  #onClosed(error: CallsError): void {
    for (const call of this.calls) {
      call.close('failed');
    }
    this.emit('closed', error);
  }

  readonly #onPageHide = (): void => {
    for (const call of this.calls.filter((one) => one.taken)) {
      this.#socket.notify('call.hangup', { call_id: call.id });
    }
  };

  readonly #onNetwork = (): void => {
    this.#socket.check();
    this.calls.forEach((call) => call.tryUdp());
  };
}
