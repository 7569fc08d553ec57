// The browser's own question before a window is closed, or another page is loaded, over what is not kept.
import { useEffect } from 'react';

/** Asks as long as `isUnkept`. */
export function useClosingQuestion(isUnkept: boolean) {
  useEffect(() => {
    if (!isUnkept) return;
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener('beforeunload', ask);
    return () => window.removeEventListener('beforeunload', ask);
  }, [isUnkept]);
}
