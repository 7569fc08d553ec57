// Where somebody set out to a provider, so that he finds back when it says no.

const KEY = 'posthus.oauth.began';

/** Remembers the page that is open, in this tab alone. */
export function rememberPlace(): void {
  sessionStorage.setItem(KEY, window.location.pathname + window.location.search);
}

/** The page of ours on which the last sign-in of this tab was begun. */
export function placeBegan(): string | undefined {
  const place = sessionStorage.getItem(KEY);
  return place?.startsWith('/') && !place.startsWith('//') ? place : undefined;
}
