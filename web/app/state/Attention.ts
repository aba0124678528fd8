import type { Call } from '../../sdk/index.js';
import { whyWords } from '../words/audience.js';

/** Calls somebody back to this tab while it rings: the title flashes, and a notification appears where it was allowed. */
export class Attention {
  readonly #title = document.title;
  #callId: string | undefined;
  #timer: ReturnType<typeof setInterval> | undefined;
  #notification: Notification | undefined;

  static get canNotify(): boolean {
    return 'Notification' in globalThis;
  }

  call(call: Call): void {
    if (this.#callId === call.id) {
      return;
    }
    this.stop();
    this.#callId = call.id;
    const words = `${call.peer.display_name} is calling`;
    let on = false;
    const flash = () => {
      on = !on;
      document.title = on ? `☎ ${words}` : this.#title;
    };
    flash();
    this.#timer = setInterval(flash, 1_000);
    if (document.visibilityState === 'hidden' && Attention.canNotify && Notification.permission === 'granted') {
      this.#notify(call, words);
    }
  }

  stop(): void {
    if (this.#callId !== undefined) {
      this.#callId = undefined;
      clearInterval(this.#timer);
      this.#notification?.close();
      document.title = this.#title;
    }
  }

  #notify(call: Call, words: string): void {
    try {
      const body = [call.media === 'video' ? 'Video call' : 'Audio call', whyWords(call.why, call.peer.display_name)];
      this.#notification = new Notification(words, { body: body.filter(Boolean).join(' · '), tag: call.id, requireInteraction: true });
      this.#notification.onclick = () => {
        window.focus();
        this.#notification?.close();
      };
    } catch {
      // Chrome on Android knows notifications of service workers only; the ringtone has to do.
    }
  }
}
