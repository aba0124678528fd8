import { useEffect, useState } from 'preact/hooks';
import type { CallsError } from '../sdk/index.js';
import { CallLayer } from './call/CallLayer.js';
import { Shell } from './screens/Shell.js';
import { SignIn } from './screens/SignIn.js';
import { SessionContext } from './state/context.js';
import { restoreSession, session } from './state/Session.js';
import { Icon } from './ui/Icon.js';
import { Loading, Notice } from './ui/Notice.js';
import { Toasts } from './ui/Toasts.js';

export function App() {
  const [restoring, setRestoring] = useState(true);
  const [error, setError] = useState<CallsError>();

  const restore = async () => {
    setRestoring(true);
    setError(undefined);
    try {
      await restoreSession();
    } catch (reason) {
      setError(reason as CallsError);
    } finally {
      setRestoring(false);
    }
  };
  useEffect(() => void restore(), []);

  const current = session.value;
  if (current) {
    return (
      <SessionContext.Provider value={current} key={current.account.id}>
        <Shell />
        <CallLayer />
        <Toasts />
      </SessionContext.Provider>
    );
  }
  if (restoring) {
    return <Loading label="Signing in" />;
  }
  if (error?.code === 'network' || error?.code === 'timeout') {
    return (
      <main class="full">
        <Notice icon="offline" title="The server can’t be reached" text="Check your connection. You stay signed in.">
          <button type="button" class="button button-primary" onClick={() => void restore()}>
            <Icon name="retry" size={20} /> Try again
          </button>
        </Notice>
      </main>
    );
  }
  return <SignIn {...(error ? { reason: 'You were signed out. Sign in again.' } : {})} />;
}
