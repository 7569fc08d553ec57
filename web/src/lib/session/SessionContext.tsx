// The session of the signed-in part of the application, for everything under it.
import { createContext, type ReactNode, useContext } from 'react';
import type { Right, Session } from '@/lib/api/types';

const SessionContext = createContext<Session | null>(null);

export function SessionProvider({ session, children }: { session: Session; children: ReactNode }) {
  return <SessionContext value={session}>{children}</SessionContext>;
}

/** The session; only used below `SessionProvider`. */
export function useSession(): Session {
  const session = useContext(SessionContext);
  if (!session) throw new Error('useSession is used outside the signed-in part');
  return session;
}

/** Whether the signed-in user has one of these rights. */
export function useMay(...rights: Right[]): boolean {
  const session = useSession();
  return rights.some((right) => session.rights.includes(right));
}
