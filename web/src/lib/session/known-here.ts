// Who is signed in in this browser, whose tabs share one session, and whose page this is. Without anybody a session has not
// ended that is missing; and where it is somebody else than whose page this is, nothing may be done here under his name.
import type { Session } from '@/lib/api/types';

const KEY = 'posthus.signed-in';

/** Whose page this is: who was signed in when it was loaded. */
let owner: string | undefined;

/** Notes that he is signed in here. */
export function noteSignedIn({ user }: Pick<Session, 'user'>): void {
  owner ??= user.id;
  localStorage.setItem(KEY, user.id);
}

/** Somebody signed out himself: nothing ended behind his back. */
export function forgetSignedIn(): void {
  localStorage.removeItem(KEY);
}

export function wasSignedIn(): boolean {
  return localStorage.getItem(KEY) !== null;
}

/** Whether somebody else than whose page this is has signed in in another tab: the server would take him for the author. */
export function isSomebodyElseHere(): boolean {
  const signedIn = localStorage.getItem(KEY);
  return owner !== undefined && signedIn !== null && signedIn !== owner;
}

/** Calls `heard` when somebody signs in or out in another tab; returns what ends that. */
export function onOtherTab(heard: () => void): () => void {
  const hear = ({ key }: StorageEvent) => {
    if (key === KEY) heard();
  };
  window.addEventListener('storage', hear);
  return () => window.removeEventListener('storage', hear);
}

/** What this browser keeps for whose page this is alone, by what it is called. */
export function ownKey(name: string): string {
  return owner === undefined ? name : `${name}.${owner}`;
}
