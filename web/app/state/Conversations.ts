import { signal } from '@preact/signals';
import { CallsError, type CallsClient, type Conversation, type Message, type Profile } from '../../sdk/index.js';
import { Thread } from './Thread.js';

/** The conversations of the account that is signed in, kept up to date by what the server tells. */
export class Conversations {
  /** Latest first; undefined until they are loaded. */
  readonly list = signal<Conversation[] | undefined>(undefined);
  readonly more = signal<string | undefined>(undefined);
  readonly error = signal<CallsError | undefined>(undefined);
  /** Whose thread is on the screen. */
  readonly open = signal<string | undefined>(undefined);
  readonly #client: CallsClient;
  readonly #me: string;
  readonly #threads = new Map<string, Thread>();

  constructor(client: CallsClient, me: string, signal: AbortSignal) {
    this.#client = client;
    this.#me = me;
    client.on('message', (message) => void this.#onMessage(message));
    client.on('ready', () => void this.refresh());
    document.addEventListener('visibilitychange', () => this.#readOpen(), { signal });
    addEventListener('online', () => void this.refresh(), { signal });
  }

  get unread(): number {
    return (this.list.value ?? []).reduce((sum, conversation) => sum + conversation.unread, 0);
  }

  thread(userId: string): Thread {
    let thread = this.#threads.get(userId);
    if (!thread) {
      thread = new Thread(this.#client, this.#me, userId, (message) => void this.#onMessage(message));
      this.#threads.set(userId, thread);
    }
    return thread;
  }

  /** Shows a thread: loads it and marks it as read. */
  show(userId: string | undefined): void {
    this.open.value = userId;
    if (userId) {
      void this.thread(userId).refresh();
      this.#markRead(userId);
    }
  }

  async refresh(): Promise<void> {
    try {
      const page = await this.#client.api.conversations();
      this.list.value = page.conversations;
      this.more.value = page.next_before ?? undefined;
      this.error.value = undefined;
    } catch (error) {
      this.error.value = error as CallsError;
      return;
    }
    for (const thread of this.#threads.values()) {
      void thread.refresh();
      thread.retryUnsent();
    }
    this.#readOpen();
  }

  async loadMore(): Promise<void> {
    const before = this.more.value;
    if (!before) {
      return;
    }
    this.more.value = undefined;
    try {
      const page = await this.#client.api.conversations({ before });
      const known = new Set(this.list.value?.map((conversation) => conversation.with.id));
      this.list.value = [...(this.list.value ?? []), ...page.conversations.filter((conversation) => !known.has(conversation.with.id))];
      this.more.value = page.next_before ?? undefined;
    } catch (error) {
      this.more.value = before;
      this.error.value = error as CallsError;
    }
  }

  async #onMessage(message: Message): Promise<void> {
    const other = message.from === this.#me ? message.to : message.from;
    this.#threads.get(other)?.take(message);
    const known = (this.list.value ?? []).find((conversation) => conversation.with.id === other);
    if (known && known.last_message.id === message.id) {
      return;
    }
    const profile = known?.with ?? (await this.#profile(other));
    if (!profile) {
      return;
    }
    const unread = message.from === this.#me ? (known?.unread ?? 0) : (known?.unread ?? 0) + 1;
    const rest = (this.list.value ?? []).filter((conversation) => conversation.with.id !== other);
    this.list.value = [{ with: profile, last_message: message, unread }, ...rest];
    this.#readOpen();
  }

  async #profile(userId: string): Promise<Profile | undefined> {
    try {
      return await this.#client.api.user(userId);
    } catch {
      // The list is asked for again with the next connection.
      return undefined;
    }
  }

  #readOpen(): void {
    const userId = this.open.value;
    if (userId && document.visibilityState === 'visible') {
      this.#markRead(userId);
    }
  }

  #markRead(userId: string): void {
    const list = this.list.value;
    if (!list?.some((conversation) => conversation.with.id === userId && conversation.unread > 0)) {
      return;
    }
    this.list.value = list.map((conversation) => (conversation.with.id === userId ? { ...conversation, unread: 0 } : conversation));
    // A failure shows as unread again after the next reload; nothing is lost.
    this.#client.api.markRead(userId).catch((error: unknown) => console.warn(error));
  }
}
