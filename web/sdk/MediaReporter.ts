import type { CallsError } from './CallsError.js';
import type { SentMedia } from './protocol.js';

interface MediaReporterOptions {
  send: (media: SentMedia) => Promise<void>;
  onSuccess: () => void;
  onFailure: (error: CallsError) => void;
}

/** Keeps the server's belief of what this side sends true: one report at a time, none twice. */
export class MediaReporter {
  readonly #options: MediaReporterOptions;
  #reported: SentMedia | undefined;
  #underWay = false;

  constructor(options: MediaReporterOptions) {
    this.#options = options;
  }

  /** Reports `wanted` unless it was reported already, or is what the server believes (`known`) without a report. */
  report(wanted: SentMedia, known: SentMedia): void {
    const last = this.#reported ?? known;
    if (this.#underWay || (wanted.audio === last.audio && wanted.video === last.video)) {
      return;
    }
    this.#underWay = true;
    this.#reported = wanted;
    this.#options.send(wanted).then(
      () => {
        this.#underWay = false;
        this.#options.onSuccess();
      },
      (error: CallsError) => {
        this.#underWay = false;
        this.#options.onFailure(error);
      },
    );
  }

  /** After a lost connection a report may not have arrived: what the server says counts again. */
  forget(): void {
    this.#reported = undefined;
  }
}
