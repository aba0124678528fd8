import { signal } from '@preact/signals';
import { CallsClient, deviceId, type Account, type CallsError, type ConnectionState } from '../../sdk/index.js';
import { CallHistory } from './CallHistory.js';
import { Calls } from './Calls.js';
import { Conversations } from './Conversations.js';
import { DeviceChoice } from './DeviceChoice.js';
import { Eligibilities } from './Eligibilities.js';
import { Identity } from './Identity.js';

/** Everything that belongs to the account that is signed in. */
export class Session {
  readonly account: Account;
  readonly client: CallsClient;
  readonly conversations: Conversations;
  readonly eligibilities: Eligibilities;
  readonly calls: Calls;
  readonly history: CallHistory;
  readonly devices: DeviceChoice;
  readonly connection = signal<ConnectionState>('connecting');
  /** Why the server does not want this tab any more. */
  readonly closed = signal<CallsError | undefined>(undefined);
  readonly #identity: Identity;
  readonly #ended = new AbortController();

  constructor(account: Account, client: CallsClient, identity: Identity) {
    this.account = account;
    this.client = client;
    this.#identity = identity;
    this.conversations = new Conversations(client, account.id, this.#ended.signal);
    this.eligibilities = new Eligibilities(client, this.#ended.signal);
    this.devices = new DeviceChoice(client.devices);
    this.history = new CallHistory(client, account.id);
    this.calls = new Calls(client, this.history);
    client.on('state', (state) => (this.connection.value = state));
    client.on('closed', (error) => (this.closed.value = error));
    client.connect();
  }

  /** After `replaced`: this tab becomes the device again. */
  reconnect(): void {
    this.closed.value = undefined;
    this.client.connect();
  }

  end(): void {
    this.#ended.abort();
    this.calls.dispose();
    this.client.disconnect();
    this.#identity.forget();
  }
}

export const baseUrl = new URL('.', location.href).href.replace(/\/$/, '');

/** Undefined while nobody is signed in. */
export const session = signal<Session | undefined>(undefined);

/** Signs in with what this tab remembers, if anything. Throws what the server answers. */
export async function restoreSession(): Promise<void> {
  const identity = Identity.restore(baseUrl);
  if (identity) {
    await begin(identity);
  }
}

export async function signInAsDemo(userId: string): Promise<void> {
  await begin(await Identity.demo(baseUrl, userId));
}

export async function signInWithToken(token: string): Promise<void> {
  await begin(Identity.withToken(baseUrl, token));
}

export function signOut(): void {
  session.value?.end();
  session.value = undefined;
}

async function begin(identity: Identity): Promise<void> {
  const client = new CallsClient({ baseUrl, getToken: identity.token, deviceId: deviceId(sessionStorage) });
  try {
    session.value = new Session(await client.api.me(), client, identity);
  } catch (error) {
    if ((error as CallsError).code !== 'network' && (error as CallsError).code !== 'timeout') {
      identity.forget();
    }
    throw error;
  }
}
