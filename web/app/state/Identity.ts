import { Api, CallsError } from '../../sdk/index.js';

const Key = 'calls.identity';
const RenewBefore = 60_000;

interface Kept {
  token: string;
  /** Known of demo tokens only; others are used until the server refuses them. */
  expiresAt?: string;
  /** The demo account to sign in as again. */
  demoUser?: string;
}

/** Who uses this tab: kept in sessionStorage, so that two tabs can be two people. */
export class Identity {
  readonly #baseUrl: string;
  #kept: Kept;
  #renewal: Promise<string> | undefined;

  private constructor(baseUrl: string, kept: Kept) {
    this.#baseUrl = baseUrl;
    this.#kept = kept;
    sessionStorage.setItem(Key, JSON.stringify(kept));
  }

  static restore(baseUrl: string): Identity | undefined {
    const kept = sessionStorage.getItem(Key);
    return kept ? new Identity(baseUrl, JSON.parse(kept) as Kept) : undefined;
  }

  static async demo(baseUrl: string, userId: string): Promise<Identity> {
    const { token, expires_at: expiresAt } = await Api.demoSignIn(baseUrl, userId);
    return new Identity(baseUrl, { token, expiresAt, demoUser: userId });
  }

  static withToken(baseUrl: string, token: string): Identity {
    return new Identity(baseUrl, { token });
  }

  forget(): void {
    sessionStorage.removeItem(Key);
  }

  /** A token that is valid for a while. */
  readonly token = async (): Promise<string> => {
    const { token, expiresAt, demoUser } = this.#kept;
    const left = expiresAt ? Date.parse(expiresAt) - Date.now() : Infinity;
    if (left > RenewBefore) {
      return token;
    }
    if (!demoUser) {
      throw new CallsError('unauthenticated', 'The token has expired.');
    }
    this.#renewal ??= this.#renew(demoUser).finally(() => (this.#renewal = undefined));
    return this.#renewal;
  };

  async #renew(demoUser: string): Promise<string> {
    const { token, expires_at: expiresAt } = await Api.demoSignIn(this.#baseUrl, demoUser);
    this.#kept = { token, expiresAt, demoUser };
    sessionStorage.setItem(Key, JSON.stringify(this.#kept));
    return token;
  }
}
