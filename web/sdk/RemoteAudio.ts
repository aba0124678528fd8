import { CallsError } from './CallsError.js';

/** Plays the other side's sound. The page's video element for the same call stays muted, so nothing is heard twice. */
export class RemoteAudio {
  readonly #element = new Audio();
  readonly #onBlocked: (error: CallsError) => void;

  constructor(stream: MediaStream, onBlocked: (error: CallsError) => void) {
    this.#onBlocked = onBlocked;
    this.#element.autoplay = true;
    this.#element.srcObject = stream;
  }

  get on(): boolean {
    return !this.#element.muted;
  }

  set on(on: boolean) {
    this.#element.muted = !on;
  }

  get speaker(): string {
    return this.#element.sinkId ?? '';
  }

  /** Begins to play; called from the click that placed or took the call, because browsers refuse sound without one. */
  async play(): Promise<void> {
    try {
      await this.#element.play();
    } catch (error) {
      // AbortError: the stream changed while play() waited; autoplay goes on with the new one.
      if ((error as Error).name === 'NotAllowedError') {
        this.#onBlocked(new CallsError('autoplay_blocked', 'The browser wants a click before it plays sound.'));
      }
    }
  }

  async setSpeaker(deviceId: string): Promise<void> {
    if (!('setSinkId' in this.#element)) {
      throw new CallsError('unsupported', 'This browser plays on the speaker that the system chose.');
    }
    await this.#element.setSinkId(deviceId);
  }

  close(): void {
    this.#element.srcObject = null;
  }
}
