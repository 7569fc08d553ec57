// Whether somebody was signed in in this browser: only then has a session ended that is missing.

const KEY = 'posthus.signed-in';

/** Notes that somebody is signed in here. */
export function noteSignedIn(): void {
  localStorage.setItem(KEY, 'true');
}

/** Somebody signed out himself: nothing ended behind his back. */
export function forgetSignedIn(): void {
  localStorage.removeItem(KEY);
}

export function wasSignedIn(): boolean {
  return localStorage.getItem(KEY) !== null;
}
