// What leads to the sign-in where the session is gone.
import { isSignedOut } from '@/lib/api/problem';
import { wasSignedIn } from './known-here';

/** A lost session sends the reader to the sign-in, from wherever it was noticed. */
export function leaveIfSignedOut(error: unknown): void {
  if (!isSignedOut(error) || location.pathname === '/sign-in') return;
  const back = encodeURIComponent(location.pathname + location.search);
  // Whoever comes for the first time had no session that could end.
  location.assign(`/sign-in?${wasSignedIn() ? 'again=true&' : ''}to=${back}`);
}
