import { useEffect, useState } from 'preact/hooks';
import { Api, type Account, type CallsError, type Profile } from '../../sdk/index.js';
import { baseUrl, signInAsDemo, signInWithToken } from '../state/Session.js';
import { Avatar } from '../ui/Avatar.js';
import { Icon } from '../ui/Icon.js';
import { Name } from '../ui/Name.js';
import { Loading, Notice } from '../ui/Notice.js';
import { errorWords } from '../words/verdicts.js';

type Demo = (Account | Profile)[] | 'none' | undefined;

export function SignIn({ reason }: { reason?: string }) {
  const [demo, setDemo] = useState<Demo>();
  const [error, setError] = useState<string | undefined>(reason);
  const [busy, setBusy] = useState<string>();
  const [unreachable, setUnreachable] = useState(false);

  const load = async () => {
    setUnreachable(false);
    try {
      setDemo(await Api.demoUsers(baseUrl));
    } catch (failure) {
      const { code } = failure as CallsError;
      setUnreachable(code === 'network' || code === 'timeout');
      setDemo('none');
    }
  };
  useEffect(() => void load(), []);

  const attempt = async (key: string, signIn: () => Promise<void>) => {
    setBusy(key);
    setError(undefined);
    try {
      await signIn();
    } catch (failure) {
      const { code } = failure as CallsError;
      setError(code === 'unauthenticated' ? 'The server doesn’t accept this token. It may have expired.' : errorWords(failure));
      setBusy(undefined);
    }
  };

  return (
    <main class="sign-in" data-testid="sign-in">
      <div class="sign-in-card">
        <img class="sign-in-logo" src="./icon.svg" alt="" width="56" height="56" />
        <h1>Sign in to Calls</h1>
        {error && (
          <p class="form-error" role="alert" data-testid="sign-in-error">
            {error}
          </p>
        )}
        {demo === undefined && <Loading label="Loading" />}
        {unreachable && (
          <Notice icon="offline" title="The server can’t be reached" text="Check your connection and try again.">
            <button type="button" class="button button-primary" onClick={() => void load()}>
              <Icon name="retry" size={20} /> Try again
            </button>
          </Notice>
        )}
        {demo === 'none' && !unreachable && (
          <TokenForm busy={busy !== undefined} onSubmit={(token) => void attempt('token', () => signInWithToken(token))} />
        )}
        {Array.isArray(demo) && (
          <>
            <p class="sign-in-hint">Choose a demo account. Open this page in a second tab to be somebody else there, and call yourself.</p>
            <ul class="sign-in-list">
              {demo.map((user) => (
                <li key={user.id}>
                  <button
                    type="button"
                    class="row"
                    disabled={busy !== undefined}
                    data-testid={`demo-user-${user.handle}`}
                    onClick={() => void attempt(user.id, () => signInAsDemo(user.id))}
                  >
                    <Avatar person={user} />
                    <span class="row-words">
                      <Name person={user} />
                      <span class="row-detail">@{user.handle}</span>
                    </span>
                    {busy === user.id && <span class="spinner spinner-small" />}
                  </button>
                </li>
              ))}
            </ul>
          </>
        )}
      </div>
    </main>
  );
}

function TokenForm({ busy, onSubmit }: { busy: boolean; onSubmit: (token: string) => void }) {
  const [token, setToken] = useState('');
  return (
    <form
      class="sign-in-form"
      onSubmit={(event) => {
        event.preventDefault();
        onSubmit(token.trim());
      }}
    >
      <p class="sign-in-hint">
        This server gets its accounts from another system. That system gives you an access token (a JWT); paste it here. The server can also
        be started with <code>--demo</code> to offer ready-made accounts.
      </p>
      <label class="field">
        <span>Access token</span>
        <textarea
          rows={5}
          required
          autocomplete="off"
          spellcheck={false}
          value={token}
          data-testid="token-input"
          onInput={(event) => setToken(event.currentTarget.value)}
        />
      </label>
      <button type="submit" class="button button-primary button-wide" disabled={busy || !token.trim()} data-testid="token-submit">
        {busy ? 'Signing in…' : 'Sign in'}
      </button>
    </form>
  );
}
