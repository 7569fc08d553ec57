// What has to be done and could not be is tried again, whatever page is shown meanwhile: after pauses that grow, and at once when
// there is a network again, or when the page is looked at again.
import { isPassing } from '@/lib/api/problem';

/** The pause after the first failure; after each other one twice as long. */
const FIRST_MS = 2_000;
/** The longest pause. */
const LONGEST_MS = 60_000;

/** Tries it until it is done; rejects with what trying again does not cure. `onFailure` is told of the first failure. */
export async function untilDone<T>(
  attempt: () => Promise<T>,
  onFailure: (error: unknown) => void,
): Promise<T> {
  for (let failures = 0; ; failures++) {
    try {
      return await attempt();
    } catch (error) {
      if (!isPassing(error)) throw error;
      if (failures === 0) onFailure(error);
      await pause(Math.min(FIRST_MS * 2 ** failures, LONGEST_MS));
    }
  }
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => {
    const over = () => {
      clearTimeout(timer);
      window.removeEventListener('online', over);
      document.removeEventListener('visibilitychange', seen);
      resolve();
    };
    const seen = () => {
      if (document.visibilityState === 'visible') over();
    };
    const timer = setTimeout(over, ms);
    window.addEventListener('online', over);
    document.addEventListener('visibilitychange', seen);
  });
}
