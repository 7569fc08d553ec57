// What a page could not keep is tried again as long as the page is there: whoever leaves it hands it on.
import { useEffect, useMemo, useRef } from 'react';
import { tryingAgain } from '@/lib/drafts/trying-again';

/** Calls `attempt` again and again between a failure and what ends it. */
export function useTryingAgain(attempt: () => void) {
  const latest = useRef(attempt);
  latest.current = attempt;
  const trying = useMemo(() => tryingAgain(() => latest.current()), []);
  useEffect(() => trying.listen(), [trying]);
  return trying;
}
