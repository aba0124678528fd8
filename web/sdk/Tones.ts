/** `ring`: somebody calls. `ringback`: it rings on the other side. */
export type Tone = 'ring' | 'ringback';

interface Pattern {
  /** Frequencies that sound together, in Hz. */
  notes: number[][];
  /** Length of one note and of the whole pattern, in seconds. */
  note: number;
  period: number;
  volume: number;
}

/** A rising figure for the callee; the tone of a far telephone for the caller; a short fall at the end. */
const Ringtone: Pattern = { notes: [[587.33], [739.99], [880], [1174.66], [880], [1174.66]], note: 0.16, period: 2.4, volume: 0.16 };
const Ringback: Pattern = { notes: [[440, 480]], note: 1.6, period: 4, volume: 0.05 };
const EndTone: Pattern = { notes: [[523.25], [392]], note: 0.14, period: 0, volume: 0.08 };

/** How far ahead the repeats are scheduled: timers of hidden pages fire only once a second. */
const Lookahead = 2.5;

/**
 * The sounds around a call, made by WebAudio. A browser that had no click on this page yet holds them back; they begin with the first
 * click or key.
 */
export class Tones {
  #context: AudioContext | undefined;
  #stop: (() => void) | undefined;
  #playing: Tone | undefined;

  /** Plays a tone over and over until another one or none is wanted. */
  play(tone: Tone | undefined): void {
    if (tone === this.#playing) {
      return;
    }
    this.stop();
    if (tone) {
      this.#playing = tone;
      this.#loop(tone === 'ring' ? Ringtone : Ringback);
    }
  }

  /** Marks the end of a call, once. */
  end(): void {
    this.stop();
    const context = this.#open();
    if (context?.state === 'running') {
      schedule(context, context.destination, EndTone, context.currentTime);
    }
  }

  /** Plays a few notes on a speaker, for choosing it. */
  async sample(speaker = ''): Promise<void> {
    const context = this.#open();
    if (!context) {
      return;
    }
    await context.resume();
    const output = new MediaStreamAudioDestinationNode(context);
    const element = new Audio();
    element.srcObject = output.stream;
    if (speaker && 'setSinkId' in element) {
      await element.setSinkId(speaker);
    }
    await element.play();
    schedule(context, output, Ringtone, context.currentTime + 0.1);
    setTimeout(() => (element.srcObject = null), 2_000);
  }

  stop(): void {
    this.#stop?.();
    this.#stop = undefined;
    this.#playing = undefined;
  }

  #loop(pattern: Pattern): void {
    const context = this.#open();
    if (!context) {
      return;
    }
    // Scheduled sound cannot be taken back; its way to the speaker can be cut.
    const output = new GainNode(context);
    output.connect(context.destination);
    let next = 0;
    const fill = () => {
      next = Math.max(next, context.currentTime);
      while (context.state === 'running' && next < context.currentTime + Lookahead) {
        schedule(context, output, pattern, next);
        next += pattern.period;
      }
    };
    fill();
    const timer = setInterval(fill, 500);
    this.#stop = () => {
      clearInterval(timer);
      output.disconnect();
    };
  }

  #open(): AudioContext | undefined {
    if (typeof AudioContext === 'undefined') {
      return undefined;
    }
    if (!this.#context) {
      const context = (this.#context = new AudioContext());
      const resume = () => void context.resume();
      addEventListener('pointerdown', resume);
      addEventListener('keydown', resume);
    }
    if (this.#context.state === 'suspended') {
      void this.#context.resume();
    }
    return this.#context;
  }
}

function schedule(context: AudioContext, output: AudioNode, pattern: Pattern, at: number): void {
  pattern.notes.forEach((frequencies, index) => {
    const start = at + index * pattern.note;
    const end = start + pattern.note;
    const envelope = new GainNode(context, { gain: 0 });
    envelope.gain.setValueAtTime(0, start);
    envelope.gain.linearRampToValueAtTime(pattern.volume, start + 0.015);
    envelope.gain.setValueAtTime(pattern.volume, end - 0.05);
    envelope.gain.linearRampToValueAtTime(0, end);
    envelope.connect(output);
    for (const frequency of frequencies) {
      const tone = new OscillatorNode(context, { type: 'sine', frequency });
      tone.connect(envelope);
      tone.start(start);
      tone.stop(end);
    }
  });
}
