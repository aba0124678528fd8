import type { CallsError } from './CallsError.js';
import { Emitter } from './Emitter.js';
import type {
  Audience,
  CallDirection,
  CallQuality,
  CallSnapshot,
  CallState,
  EndReason,
  MediaKind,
  PauseReason,
  Profile,
  SentMedia,
} from './protocol.js';

export interface CallEvents {
  /** Anything about the call changed: state, marks of the other side, tracks, connection. */
  changed: void;
  ended: void;
  /** Something went wrong that does not end the call, or the reason why it is about to end. */
  problem: CallsError;
}

/** What the server says about a call. */
export abstract class CallFacts extends Emitter<CallEvents> {
  protected snapshot: CallSnapshot;
  #quality: CallQuality | undefined;
  #paused: PauseReason | undefined;

  protected constructor(snapshot: CallSnapshot) {
    super();
    this.snapshot = snapshot;
  }

  get id(): string {
    return this.snapshot.id;
  }

  get state(): CallState {
    return this.snapshot.state;
  }

  get direction(): CallDirection {
    return this.snapshot.direction;
  }

  get peer(): Profile {
    return this.snapshot.peer;
  }

  /** What the call was placed as. */
  get media(): MediaKind {
    return this.snapshot.media;
  }

  /** Incoming calls: which audience of one's settings admitted the caller. */
  get why(): Audience | undefined {
    return this.snapshot.why ?? undefined;
  }

  /** Why the call ended. */
  get reason(): EndReason | undefined {
    return this.snapshot.reason ?? undefined;
  }

  get createdAt(): Date {
    return new Date(this.snapshot.created_at);
  }

  get answeredAt(): Date | undefined {
    return this.snapshot.answered_at ? new Date(this.snapshot.answered_at) : undefined;
  }

  get endedAt(): Date | undefined {
    return this.snapshot.ended_at ? new Date(this.snapshot.ended_at) : undefined;
  }

  /** How good the connections of both sides are; undefined until the server has measured something. */
  get quality(): CallQuality | undefined {
    return this.#quality;
  }

  /** What the other side sends now, and whether its media is there. */
  get remote(): SentMedia & { connected: boolean } {
    return this.snapshot.remote;
  }

  /** Why the other side's picture is held back; undefined while it flows. Sound goes on. */
  get remoteVideoPaused(): PauseReason | undefined {
    return this.#paused;
  }

  /** @internal Takes over what the server measured. */
  measure(quality: CallQuality): void {
    this.#quality = quality;
    this.emit('changed', undefined);
  }

  /** @internal The other side's picture is held back, or flows again. */
  pause(reason: PauseReason | undefined): void {
    this.#paused = reason;
    this.emit('changed', undefined);
  }
}
