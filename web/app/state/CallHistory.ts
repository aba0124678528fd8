import { signal } from '@preact/signals';
import type { CallRecord, CallsClient, CallsError } from '../../sdk/index.js';

const PageSize = 50;

/** The account's calls, newest first. */
export class CallHistory {
  readonly records = signal<CallRecord[] | undefined>(undefined);
  readonly error = signal<CallsError | undefined>(undefined);
  readonly more = signal<string | undefined>(undefined);
  /** Missed calls since the list was last looked at. */
  readonly missed = signal(0);
  readonly #client: CallsClient;
  readonly #seenKey: string;

  constructor(client: CallsClient, me: string) {
    this.#client = client;
    this.#seenKey = `calls.history_seen.${me}`;
    client.on('ready', () => void this.refresh());
  }

  async refresh(): Promise<void> {
    try {
      const page = await this.#client.api.calls({ limit: PageSize });
      this.records.value = page.calls;
      this.more.value = page.next_before ?? undefined;
      this.error.value = undefined;
      this.#count();
    } catch (error) {
      this.error.value = error as CallsError;
    }
  }

  async loadMore(): Promise<void> {
    const before = this.more.value;
    if (!before) {
      return;
    }
    try {
      const page = await this.#client.api.calls({ limit: PageSize, before });
      this.records.value = [...(this.records.value ?? []), ...page.calls];
      this.more.value = page.next_before ?? undefined;
    } catch (error) {
      this.error.value = error as CallsError;
    }
  }

  markSeen(): void {
    localStorage.setItem(this.#seenKey, new Date().toISOString());
    this.missed.value = 0;
  }

  #count(): void {
    const seen = Date.parse(localStorage.getItem(this.#seenKey) ?? '') || 0;
    this.missed.value = (this.records.value ?? []).filter((record) => record.missed && Date.parse(record.created_at) > seen).length;
  }
}
