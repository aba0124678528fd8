import { CallsError } from './CallsError.js';
import type {
  Account,
  AddressBook,
  CallPage,
  ConversationPage,
  DemoSession,
  Eligibility,
  Message,
  MessagePage,
  Profile,
  Settings,
  SettingsPatch,
} from './protocol.js';

export interface ApiOptions {
  /** Where the server is, for example `https://calls.example.org`. */
  baseUrl: string;
  getToken: () => Promise<string>;
}

export interface PageQuery {
  /** The `next_before` of the page before. */
  before?: string | undefined;
  limit?: number | undefined;
}

const RequestTimeout = 15_000;

/** The REST side of docs/protocol.md. Every refusal is thrown as {@link CallsError}. */
export class Api {
  readonly #options: ApiOptions;

  constructor(options: ApiOptions) {
    this.#options = options;
  }

  /** The demo accounts; `not_found` unless the server runs with `--demo`. */
  static async demoUsers(baseUrl: string): Promise<Profile[]> {
    return (await send<{ users: Profile[] }>(baseUrl, 'GET', '/demo/users')).users;
  }

  /** Signs in as a demo account; `not_found` unless the server runs with `--demo`. */
  static demoSignIn(baseUrl: string, userId: string): Promise<DemoSession> {
    return send(baseUrl, 'POST', '/demo/sign-in', { user_id: userId });
  }

  me(): Promise<Account> {
    return this.#send('GET', '/me');
  }

  settings(): Promise<Settings> {
    return this.#send('GET', '/me/settings');
  }

  updateSettings(patch: SettingsPatch): Promise<Settings> {
    return this.#send('PATCH', '/me/settings', patch);
  }

  async follows(): Promise<Profile[]> {
    return (await this.#send<{ users: Profile[] }>('GET', '/me/follows')).users;
  }

  follow(userId: string): Promise<void> {
    return this.#send('PUT', path`/me/follows/${userId}`);
  }

  unfollow(userId: string): Promise<void> {
    return this.#send('DELETE', path`/me/follows/${userId}`);
  }

  async blocks(): Promise<Profile[]> {
    return (await this.#send<{ users: Profile[] }>('GET', '/me/blocks')).users;
  }

  /** Blocks; a call with them that rings or runs ends. */
  block(userId: string): Promise<void> {
    return this.#send('PUT', path`/me/blocks/${userId}`);
  }

  unblock(userId: string): Promise<void> {
    return this.#send('DELETE', path`/me/blocks/${userId}`);
  }

  addressBook(): Promise<AddressBook> {
    return this.#send('GET', '/me/address-book');
  }

  /** Gives the permission and replaces the book. `entries` are telephone numbers and mail addresses; the server keeps keyed hashes. */
  putAddressBook(entries: string[]): Promise<AddressBook> {
    return this.#send('PUT', '/me/address-book', { entries });
  }

  /** Withdraws the permission and erases the book. */
  deleteAddressBook(): Promise<void> {
    return this.#send('DELETE', '/me/address-book');
  }

  async searchUsers(query: string): Promise<Profile[]> {
    return (await this.#send<{ users: Profile[] }>('GET', `/users?query=${encodeURIComponent(query)}`)).users;
  }

  user(userId: string): Promise<Profile> {
    return this.#send('GET', path`/users/${userId}`);
  }

  /** Whether a call to `userId` would be admitted now, and if not, why. */
  callEligibility(userId: string): Promise<Eligibility> {
    return this.#send('GET', path`/users/${userId}/call-eligibility`);
  }

  /** The people with whom messages were exchanged, newest first. */
  conversations(page: PageQuery = {}): Promise<ConversationPage> {
    return this.#send('GET', '/conversations' + query(page));
  }

  /** The messages exchanged with `userId`, newest first. */
  messages(userId: string, page: PageQuery = {}): Promise<MessagePage> {
    return this.#send('GET', path`/conversations/${userId}/messages` + query(page));
  }

  /** Sends a direct message. The same `clientRef` again gives the message that was already stored. */
  sendMessage(userId: string, text: string, clientRef: string): Promise<Message> {
    return this.#send('POST', path`/conversations/${userId}/messages`, { text, client_ref: clientRef });
  }

  markRead(userId: string): Promise<void> {
    return this.#send('POST', path`/conversations/${userId}/read`);
  }

  /** One's own call history, newest first. */
  calls(page: PageQuery = {}): Promise<CallPage> {
    return this.#send('GET', '/calls' + query(page));
  }

  async #send<Answer>(method: string, url: string, body?: object): Promise<Answer> {
    return send(this.#options.baseUrl, method, url, body, await this.#options.getToken());
  }
}

async function send<Answer>(baseUrl: string, method: string, url: string, body?: object, token?: string): Promise<Answer> {
  const headers: Record<string, string> = {};
  if (token !== undefined) {
    headers['Authorization'] = `Bearer ${token}`;
  }
  if (body) {
    headers['Content-Type'] = 'application/json';
  }

  let response: Response;
  let text: string;
  try {
    response = await fetch(baseUrl + url, {
      method,
      headers,
      body: body ? JSON.stringify(body) : null,
      signal: AbortSignal.timeout(RequestTimeout),
    });
    text = await response.text();
  } catch (error) {
    throw (error as Error).name === 'TimeoutError'
      ? new CallsError('timeout', 'The server did not answer in time.')
      : new CallsError('network', 'The server cannot be reached.');
  }

  if (!response.ok) {
    throw problemOf(response, text);
  }
  try {
    return (text ? JSON.parse(text) : undefined) as Answer;
  } catch {
    throw new CallsError('internal', 'The answer is not from a calls server.');
  }
}

/** Reads an application/problem+json answer (RFC 9457); a proxy on the way may answer with anything. */
function problemOf(response: Response, text: string): CallsError {
  let problem: { code?: string; title?: string; detail?: string; retry_after?: number } = {};
  try {
    problem = JSON.parse(text) as typeof problem;
  } catch {
    // Not from our server: the status alone has to do.
  }
  const byStatus: Record<number, string> = { 401: 'unauthenticated', 403: 'forbidden', 404: 'not_found', 409: 'conflict', 429: 'too_many' };
  const code = problem.code ?? byStatus[response.status] ?? 'internal';
  const message = problem.detail ?? problem.title ?? `The server answered ${response.status}.`;
  const retryAfter = problem.retry_after ?? (Number(response.headers.get('Retry-After')) || undefined);
  return new CallsError(code, message, retryAfter);
}

function path(parts: TemplateStringsArray, ...values: string[]): string {
  return String.raw({ raw: parts }, ...values.map(encodeURIComponent));
}

function query(page: PageQuery): string {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(page)) {
    if (value !== undefined) {
      parameters.set(name, String(value));
    }
  }
  const text = parameters.toString();
  return text && '?' + text;
}
