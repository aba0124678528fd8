import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { Session } from './Session.js';

export const SessionContext = createContext<Session | undefined>(undefined);

/** The session of the account that is signed in; for everything below the sign-in. */
export function useSession(): Session {
  const session = useContext(SessionContext);
  if (!session) {
    throw new Error('Nobody is signed in here.');
  }
  return session;
}
