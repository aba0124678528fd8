import { useEffect, useState } from 'preact/hooks';
import { useSession } from '../state/context.js';
import { signOut } from '../state/Session.js';
import { Icon } from '../ui/Icon.js';

/** Short interruptions are nobody's business. */
const Patience = 1_500;

export function ConnectionBanner() {
  const session = useSession();
  const closed = session.closed.value;
  const lost = session.connection.value === 'connecting';
  const [visible, setVisible] = useState(false);
  useEffect(() => {
    if (!lost) {
      setVisible(false);
      return undefined;
    }
    const timer = setTimeout(() => setVisible(true), Patience);
    return () => clearTimeout(timer);
  }, [lost]);

  if (closed) {
    const words: Record<string, string> = {
      replaced: 'Calls is open with this account in another tab.',
      unauthenticated: 'Your sign-in has expired.',
      too_many_devices: 'Your account is open on too many devices. Close one of them, then use it here.',
      account_suspended: 'Your account is suspended. Contact support to have it restored.',
    };
    return (
      <div class="banner banner-error" role="alert" data-testid="session-closed">
        <span>{words[closed.code] ?? 'The server ended this session.'}</span>
        {closed.code === 'replaced' || closed.code === 'too_many_devices' ? (
          <button type="button" class="banner-action" onClick={() => session.reconnect()}>
            Use it here
          </button>
        ) : (
          <button type="button" class="banner-action" onClick={signOut}>
            Sign in again
          </button>
        )}
      </div>
    );
  }
  return (
    <div role="status" aria-live="polite">
      {visible && (
        <div class="banner" data-testid="connection-banner">
          <Icon name="offline" size={18} />
          <span>Connection lost. Reconnecting…</span>
        </div>
      )}
    </div>
  );
}
