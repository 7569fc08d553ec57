// That the draft of a first mail ended behind this window: it was sent, or thrown away, in another one.
import { useCallback, useRef, useState } from 'react';
import { findNewDraft } from './api/start-case';

/** `begun` is the version of the draft that this window opened. */
export function useEnded(name: string, begun: number | undefined) {
  const known = useRef(begun ?? 0);
  const told = useRef(false);
  const [ended, setEnded] = useState(false);
  const found = useCallback(() => {
    if (!told.current) setEnded(true);
  }, []);

  /** A version that does not go on from the one before is of a new draft: the old one was gone. */
  const noteKept = useCallback(
    (version: number) => {
      if (version > 0 && version <= known.current) found();
      known.current = version;
    },
    [found],
  );
  /** Whether nobody sent it elsewhere, as far as can be known: it is looked for before it goes. */
  const isThere = useCallback(async () => {
    if (told.current || known.current === 0) return true;
    const there = await findNewDraft(name).catch(() => undefined);
    if (there !== null) return true;
    found();
    return false;
  }, [name, found]);
  /** This window ended it itself. */
  const forgetEnd = useCallback(() => {
    known.current = 0;
    setEnded(false);
  }, []);
  /** Its author knows, and goes on here. */
  const seenEnd = useCallback(() => {
    told.current = true;
    setEnded(false);
  }, []);
  return { ended, noteKept, isThere, forgetEnd, seenEnd };
}
