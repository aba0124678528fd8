import { signal } from '@preact/signals';
import type { CallsClient, Eligibility } from '../../sdk/index.js';

/** Whether calls to the people on the screen would be admitted: what the phone icons show. */
export class Eligibilities {
  readonly #client: CallsClient;
  readonly #known = signal<ReadonlyMap<string, Eligibility>>(new Map());

  constructor(client: CallsClient, signal: AbortSignal) {
    this.#client = client;
    // Their message may be the first one that was missing, and while the connection was away anything may have changed.
    client.on('message', (message) => this.#known.peek().has(message.from) && void this.refresh(message.from));
    client.on('ready', () => this.refreshAll());
    addEventListener('focus', () => this.refreshAll(), { signal });
  }

  of(userId: string): Eligibility | undefined {
    return this.#known.value.get(userId);
  }

  async refresh(userId: string): Promise<Eligibility | undefined> {
    try {
      const eligibility = await this.#client.api.callEligibility(userId);
      this.#known.value = new Map(this.#known.peek()).set(userId, eligibility);
      return eligibility;
    } catch (error) {
      // What was known stays; the invitation is decided by the server in any case.
      console.warn(error);
      return this.#known.peek().get(userId);
    }
  }

  /** After something that changes the answer for many: one's own settings, a call that ended. */
  refreshAll(): void {
    for (const userId of this.#known.peek().keys()) {
      void this.refresh(userId);
    }
  }
}
