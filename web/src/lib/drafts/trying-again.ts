// What could not be kept is tried again without anybody writing on: after pauses that grow, and at once when there is a network
// again, when the page is looked at again, as after a computer has slept, or when its author has signed in again in another tab.
import { isPassing } from '@/lib/api/problem';
import { onOtherTab } from '@/lib/session/known-here';

/** The pause after the first failure; after each other one twice as long. */
const FIRST_MS = 2_000;
/** The longest pause. */
const LONGEST_MS = 60_000;

export type TryingAgain = ReturnType<typeof tryingAgain>;

/** Calls `attempt` again and again between a failure and what ends it. */
export function tryingAgain(attempt: () => void) {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let failures = 0;
  let isWaiting = false;
  let isOver = false;
  const rest = () => {
    clearTimeout(timer);
    isWaiting = false;
  };
  const now = () => {
    if (!isWaiting) return;
    rest();
    attempt();
  };
  const seen = () => {
    if (document.visibilityState === 'visible') now();
  };
  return {
    /**
     * It failed: it is tried again after a pause. What was refused for what it is would be refused as often as it is asked; it
     * waits for its author, who may mend that elsewhere and look at it again.
     */
    failed: (error?: unknown) => {
      rest();
      if (isOver) return;
      isWaiting = true;
      if (!isPassing(error)) return;
      timer = setTimeout(now, Math.min(FIRST_MS * 2 ** failures, LONGEST_MS));
      failures++;
    },
    /** Something else tries it now; how long the pauses are by now is remembered. */
    rest,
    /** It is kept, or there is nothing to keep any more. */
    over: () => {
      rest();
      failures = 0;
    },
    /** Hears of the network and of the page from here on; returns what ends it all. */
    listen: () => {
      isOver = false;
      window.addEventListener('online', now);
      document.addEventListener('visibilitychange', seen);
      const deaf = onOtherTab(now);
      return () => {
        isOver = true;
        rest();
        window.removeEventListener('online', now);
        document.removeEventListener('visibilitychange', seen);
        deaf();
      };
    },
  };
}
