import { CallsError } from './CallsError.js';
import type { CallSnapshot, CallState, MediaAnswer, MediaKind, MediaTile, ReceivedSlot, SentMedia } from './protocol.js';
import type { RequestOptions } from './SessionSocket.js';

/** Sends a message of the session and gives its answer. */
export type SendRequest = <Answer>(type: string, fields: object, options?: RequestOptions) => Promise<Answer>;

/** How long the server goes on ringing or reconnecting at most; an end that it hears of later changes nothing. */
const EndTimeout = 90_000;

/** What was received is news for so long. */
const ReceivedTimeout = 4_000;

interface AskingCall {
  readonly id: string;
  readonly state: CallState;
  /** Takes over what the server makes of it. */
  update: (snapshot: CallSnapshot) => void;
}

/** What a call asks of the server. */
export class CallRequests {
  readonly #call: AskingCall;
  readonly #send: SendRequest;

  constructor(call: AskingCall, send: SendRequest) {
    this.#call = call;
    this.#send = send;
  }

  offer(sdp: string): Promise<MediaAnswer> {
    return this.#send('media.offer', { call_id: this.#call.id, sdp });
  }

  setMedia(media: SentMedia): Promise<void> {
    return this.#change('call.media', { ...media });
  }

  setLayout(tiles: readonly MediaTile[]): Promise<void> {
    return this.#change('media.layout', { tiles });
  }

  /** One that gets lost is made good by the next. @returns whether it arrived. */
  tellReceived(slots: ReceivedSlot[]): Promise<boolean> {
    return this.#send('media.received', { call_id: this.#call.id, slots }, { timeout: ReceivedTimeout }).then(
      () => true,
      () => false,
    );
  }

  async accept(media: MediaKind): Promise<void> {
    try {
      await this.#change('call.accept', { media });
    } catch (error) {
      // Sent twice over a lost connection: the first one arrived.
      const accepted = ['connecting', 'active', 'reconnecting'].includes(this.#call.state);
      if (!(accepted && error instanceof CallsError && error.code === 'wrong_state')) {
        throw error;
      }
    }
  }

  decline(): Promise<void> {
    return this.#end('call.decline');
  }

  hangup(): Promise<void> {
    return this.#end('call.hangup');
  }

  async #end(type: string): Promise<void> {
    try {
      await this.#change(type, {}, EndTimeout);
    } catch (error) {
      // It ended in the same moment for another reason, or the session is gone and the server ends it by itself.
      if (!(error instanceof CallsError)) {
        throw error;
      }
    }
  }

  async #change(type: string, fields: object, timeout?: number): Promise<void> {
    const options = { resend: true, ...(timeout === undefined ? {} : { timeout }) };
    const { call } = await this.#send<{ call: CallSnapshot }>(type, { call_id: this.#call.id, ...fields }, options);
    this.#call.update(call);
  }
}
