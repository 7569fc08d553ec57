// That the draft of a first mail ended behind this window: it was sent, or thrown away, in another one.
import { useCallback, useRef, useState } from 'react';
import { findNewDraft } from './api/start-case';

/** How long a server that does not answer keeps a mail that is to be sent. */
const LOOK_MS = 5_000;

/** `begun` is the version of the draft that this window opened. */
export function useEnded(name: string, begun: number | undefined) {
  const known = useRef(begun ?? 0);
  const told = useRef(false);
  /** What lies there is known to be another draft, which this window itself may have begun since. */
  const gone = useRef(false);
  const [ended, setEnded] = useState(false);
  const [held, setHeld] = useState(0);
  const found = useCallback(() => {
    if (told.current) return;
    gone.current = true;
    setEnded(true);
  }, []);
  const begin = useCallback((isTold: boolean) => {
    gone.current = false;
    told.current = isTold;
    setEnded(false);
    setHeld(0);
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
    if (!gone.current) {
      if (told.current || known.current === 0) return true;
      const there = await findNewDraft(name, AbortSignal.timeout(LOOK_MS)).catch(() => undefined);
      if (there !== null) return true;
      found();
    }
    setHeld((before) => before + 1);
    return false;
  }, [name, found]);
  /** This window ended it itself. */
  const forgetEnd = useCallback(() => {
    known.current = 0;
    begin(false);
  }, [begin]);
  /** Its author knows, and goes on here. */
  const seenEnd = useCallback(() => begin(true), [begin]);
  return {
    ended,
    /** How often it was not sent for that. */
    held,
    noteKept,
    isThere,
    forgetEnd,
    seenEnd,
  };
}
