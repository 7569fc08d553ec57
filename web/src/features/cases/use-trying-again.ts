// What could not be kept is tried again without anybody writing on: after pauses that grow, and at once when there is a network
// again, or when the page is looked at again, as after a computer has slept.
import { useEffect, useMemo, useRef } from 'react';

/** The pause after the first failure; after each other one twice as long. */
const FIRST_MS = 2_000;
/** The longest pause. */
const LONGEST_MS = 60_000;

/** Calls `attempt` again and again between a failure and what ends it. */
export function useTryingAgain(attempt: () => void) {
  const latest = useRef(attempt);
  latest.current = attempt;
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const failures = useRef(0);
  const isWaiting = useRef(false);
  const isHere = useRef(true);
  const trying = useMemo(() => {
    const rest = () => {
      clearTimeout(timer.current);
      isWaiting.current = false;
    };
    const now = () => {
      if (!isWaiting.current) return;
      rest();
      latest.current();
    };
    return {
      now,
      /** It failed: it is tried again after a pause. */
      failed: () => {
        rest();
        // Whoever left the page has handed it to the browser.
        if (!isHere.current) return;
        isWaiting.current = true;
        timer.current = setTimeout(now, Math.min(FIRST_MS * 2 ** failures.current, LONGEST_MS));
        failures.current++;
      },
      /** Something else tries it now; how long the pauses are by now is remembered. */
      rest,
      /** It is kept, or there is nothing to keep any more. */
      over: () => {
        rest();
        failures.current = 0;
      },
    };
  }, []);

  useEffect(() => {
    isHere.current = true;
    const seen = () => {
      if (document.visibilityState === 'visible') trying.now();
    };
    window.addEventListener('online', trying.now);
    document.addEventListener('visibilitychange', seen);
    return () => {
      isHere.current = false;
      trying.rest();
      window.removeEventListener('online', trying.now);
      document.removeEventListener('visibilitychange', seen);
    };
  }, [trying]);
  return trying;
}
