import { batch, signal } from '@preact/signals';
import {
  CallsError,
  DeviceError,
  Tones,
  type Call,
  type CallRecord,
  type CallsClient,
  type MediaKind,
  type Profile,
} from '../../sdk/index.js';
import { endWords } from '../words/endReasons.js';
import { deviceWords } from '../words/deviceErrors.js';
import { errorWords } from '../words/verdicts.js';
import type { CallHistory } from './CallHistory.js';
import { Attention } from './Attention.js';
import { toast } from './toasts.js';

/** A call that is being placed: the browser may be asking for the devices. */
export interface Attempt {
  user: Profile;
  media: MediaKind;
}

/** Why an attempt or an answer came to nothing. */
export interface Obstacle {
  attempt: Attempt;
  error: CallsError;
}

// Milliseconds. Who ended the call knows why; the other one may be looking away.
const EndedShown = { here: 6_000, elsewhere: 30_000 };

/** What of calls is on the screen: at most one call at a time, and what became of the last one. */
export class Calls {
  /** The call that this device is in, or that rings here. */
  readonly current = signal<Call | undefined>(undefined);
  /** Whether this device is in the current call, rather than only ringing. */
  readonly taken = signal(false);
  readonly attempt = signal<Attempt | undefined>(undefined);
  readonly obstacle = signal<Obstacle | undefined>(undefined);
  /** The call that has just ended. */
  readonly ended = signal<Call | undefined>(undefined);
  /** A device that failed in the call that runs. */
  readonly problem = signal<CallsError | undefined>(undefined);
  /** The call is a small bar, and the app can be used beside it. */
  readonly minimised = signal(false);
  readonly #client: CallsClient;
  readonly #history: CallHistory;
  readonly #tones = new Tones();
  readonly #attention = new Attention();
  #endedTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(client: CallsClient, history: CallHistory) {
    this.#client = client;
    this.#history = history;
    client.on('call', (call) => this.#follow(call));
    client.on('missed', (record) => this.#onMissed(record));
  }

  /** Whether the call lies over everything else. */
  get covers(): boolean {
    return (this.current.value !== undefined && this.taken.value && !this.minimised.value) || this.attempt.value !== undefined;
  }

  async place(user: Profile, media: MediaKind): Promise<void> {
    const call = this.current.value;
    // Calling back whoever is just calling takes their call.
    if (this.attempt.value || (call && (call.taken || call.peer.id !== user.id))) {
      const words = call?.taken === false ? 'Answer or decline it first.' : 'End it before you place another one.';
      toast(call?.taken === false ? 'Somebody is calling you' : 'You are in a call', { detail: words, tone: 'error' });
      return;
    }
    const attempt = { user, media };
    batch(() => {
      this.attempt.value = attempt;
      this.obstacle.value = undefined;
      this.ended.value = undefined;
      this.minimised.value = false;
    });
    try {
      await this.#client.placeCall(user.id, { media });
    } catch (error) {
      this.obstacle.value = { attempt, error: error as CallsError };
    } finally {
      this.attempt.value = undefined;
    }
  }

  async accept(call: Call, video: boolean): Promise<void> {
    this.minimised.value = false;
    try {
      await call.accept({ video });
    } catch (error) {
      if (error instanceof DeviceError) {
        this.problem.value = error;
      } else if (call.state !== 'ended') {
        toast('The call could not be taken', { detail: errorWords(error), tone: 'error' });
      }
    }
  }

  /** Mutes or unmutes; without a microphone it tries to open one. */
  toggleMute(call: Call): void {
    if (!call.microphoneOn && call.state !== 'ringing') {
      void this.attend(() => call.setMicrophone());
    } else {
      call.setMuted(!call.muted);
    }
  }

  /** Runs something that may fail for want of a device, and shows why. */
  async attend(action: () => Promise<void>): Promise<void> {
    try {
      await action();
      this.problem.value = undefined;
    } catch (error) {
      this.#report(error as CallsError);
    }
  }

  dismissEnded(): void {
    clearTimeout(this.#endedTimer);
    this.ended.value = undefined;
  }

  dispose(): void {
    this.#tones.stop();
    this.#attention.stop();
    clearTimeout(this.#endedTimer);
  }

  #follow(call: Call): void {
    // The last change comes with the end, which needs the call that was shown until then.
    call.on('changed', () => call.state !== 'ended' && this.#show());
    call.on('ended', () => this.#onEnded(call));
    call.on('problem', (problem) => this.#report(problem));
    this.#show();
  }

  /** The call that this device is in goes before one that rings. */
  #show(): void {
    const calls = this.#client.calls;
    const call = calls.find((one) => one.taken) ?? calls.find((one) => one.state === 'ringing');
    if (call !== this.current.value) {
      batch(() => {
        this.current.value = call;
        this.problem.value = undefined;
        if (call) {
          this.dismissEnded();
          this.obstacle.value = undefined;
        }
      });
    }
    this.taken.value = call?.taken ?? false;
    this.#sound(call);
  }

  #sound(call: Call | undefined): void {
    const rings = call?.state === 'ringing' && !call.taken;
    this.#tones.play(rings ? 'ring' : call?.state === 'ringing' && call.direction === 'outgoing' ? 'ringback' : undefined);
    if (rings) {
      this.#attention.call(call);
    } else {
      this.#attention.stop();
    }
  }

  #onEnded(call: Call): void {
    if (call === this.current.value) {
      const rangElsewhere = call.reason === 'answered_elsewhere' || call.reason === 'declined_elsewhere';
      if (!rangElsewhere && call.taken) {
        this.#tones.end();
      }
      this.ended.value = call;
      clearTimeout(this.#endedTimer);
      this.#endedTimer = setTimeout(() => this.dismissEnded(), call.endedHere ? EndedShown.here : EndedShown.elsewhere);
    }
    this.current.value = undefined;
    this.#show();
    void this.#history.refresh();
  }

  /** A call that rang here is shown when it ends; one that found this account busy never rang. */
  #onMissed(record: CallRecord): void {
    if (record.outcome === 'busy') {
      const words = endWords('busy', 'incoming', { name: record.with.display_name, here: false });
      toast(words.title, { detail: words.detail });
    }
    void this.#history.refresh();
  }

  #report(problem: CallsError): void {
    if (problem instanceof DeviceError || problem.code === 'autoplay_blocked') {
      this.problem.value = problem;
    } else {
      toast('Something went wrong in the call', { detail: errorWords(problem), tone: 'error' });
    }
  }
}

/** The words for a device that failed, or for sound that the browser held back. */
export function problemWords(problem: CallsError): { title: string; detail: string } {
  if (problem instanceof DeviceError) {
    return deviceWords(problem);
  }
  return { title: 'Sound is paused', detail: 'Your browser wants a click before it plays sound.' };
}
