import { signal } from '@preact/signals';
import { CallsError, randomId, type CallsClient, type Message } from '../../sdk/index.js';

export interface ThreadMessage extends Message {
  state: 'sent' | 'sending' | 'failed';
  error?: CallsError | undefined;
}

const PageSize = 40;

/** The messages exchanged with one person, those on their way included. */
export class Thread {
  /** Oldest first; undefined until the first page is loaded. */
  readonly messages = signal<ThreadMessage[] | undefined>(undefined);
  readonly error = signal<CallsError | undefined>(undefined);
  readonly more = signal<string | undefined>(undefined);
  readonly #client: CallsClient;
  readonly #me: string;
  readonly #other: string;
  readonly #onSent: (message: Message) => void;
  #loadingMore = false;

  constructor(client: CallsClient, me: string, other: string, onSent: (message: Message) => void) {
    this.#client = client;
    this.#me = me;
    this.#other = other;
    this.#onSent = onSent;
  }

  /** Loads the newest messages. */
  async refresh(): Promise<void> {
    try {
      const page = await this.#client.api.messages(this.#other, { limit: PageSize });
      const known = new Set((this.messages.value ?? []).map((message) => message.id));
      if (!page.messages.some((message) => known.has(message.id))) {
        // The first page, or so much happened meanwhile that what is here does not reach up to it.
        this.messages.value = (this.messages.value ?? []).filter((message) => message.state !== 'sent');
        this.more.value = page.next_before ?? undefined;
      }
      this.#merge(page.messages);
      this.error.value = undefined;
    } catch (error) {
      this.error.value = error as CallsError;
    }
  }

  async loadMore(): Promise<void> {
    if (!this.more.value || this.#loadingMore) {
      return;
    }
    this.#loadingMore = true;
    try {
      const page = await this.#client.api.messages(this.#other, { limit: PageSize, before: this.more.value });
      this.#merge(page.messages);
      this.more.value = page.next_before ?? undefined;
    } catch (error) {
      this.error.value = error as CallsError;
    } finally {
      this.#loadingMore = false;
    }
  }

  /** Takes a stored message, whether it came from the other side or from another device. */
  take(message: Message): void {
    this.#merge([message]);
  }

  /** Shows the message at once and sends it. */
  send(text: string): void {
    const clientRef = randomId();
    const draft: ThreadMessage = {
      id: `draft:${clientRef}`,
      from: this.#me,
      to: this.#other,
      text,
      sent_at: new Date().toISOString(),
      client_ref: clientRef,
      state: 'sending',
    };
    this.messages.value = [...(this.messages.value ?? []), draft];
    void this.#deliver(draft);
  }

  /** Sends a message again that failed. The same reference makes sure that it is stored once. */
  retry(message: ThreadMessage): void {
    this.#set(message, { state: 'sending', error: undefined });
    void this.#deliver(message);
  }

  /** Sends again what failed for want of a connection. */
  retryUnsent(): void {
    for (const message of this.messages.value ?? []) {
      if (message.state === 'failed' && ['network', 'timeout'].includes(message.error?.code ?? '')) {
        this.retry(message);
      }
    }
  }

  async #deliver(draft: ThreadMessage): Promise<void> {
    try {
      const stored = await this.#client.api.sendMessage(this.#other, draft.text, draft.client_ref!);
      this.#merge([{ ...stored, client_ref: draft.client_ref ?? null }]);
      this.#onSent(stored);
    } catch (error) {
      this.#set(draft, { state: 'failed', error: error as CallsError });
    }
  }

  #set(message: ThreadMessage, change: Partial<ThreadMessage>): void {
    this.messages.value = this.messages.value?.map((one) =>
      one.client_ref === message.client_ref && one.id === message.id ? { ...one, ...change } : one,
    );
  }

  /** Stored messages in their order, then those on their way; a stored one takes the place of its draft. */
  #merge(stored: Message[]): void {
    const byId = new Map((this.messages.value ?? []).filter((one) => one.state === 'sent').map((one) => [one.id, one]));
    for (const message of stored) {
      byId.set(message.id, { ...message, state: 'sent' });
    }
    const references = new Set([...byId.values()].map((one) => one.client_ref).filter(Boolean));
    const drafts = (this.messages.value ?? []).filter((one) => one.state !== 'sent' && !references.has(one.client_ref));
    const sorted = [...byId.values()].sort((a, b) => Date.parse(a.sent_at) - Date.parse(b.sent_at));
    this.messages.value = [...sorted, ...drafts];
  }
}
