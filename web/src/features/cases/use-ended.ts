// That the draft of a first mail is no more what this window knows: it was sent, thrown away or written on in another one.
import { useCallback, useEffect, useRef, useState } from 'react';
import { ApiProblem } from '@/lib/api/problem';
import { dropEnd, isEndKept, keepEnd } from '@/lib/mail/kept-ends';
import { findNewDraft } from './api/start-case';

/** How long a server that does not answer keeps a mail that is to be sent. */
const LOOK_MS = 5_000;

/** `gone` is sent or thrown away, `changed` written on; `unsure` may have been sent from here, as the answer to it was lost. */
export type End = 'gone' | 'changed' | 'unsure';

/** `begun` is the version of the draft that this window opened. */
export function useEnded(name: string, begun: number | undefined) {
  const known = useRef(begun ?? 0);
  const told = useRef(false);
  const [ended, setEnded] = useState<End | undefined>(() => (begun && isEndKept(name) ? 'gone' : undefined));
  /** What lies there is known to be another draft, which this window itself may have begun since. */
  const end = useRef(ended);
  const [held, setHeld] = useState(0);
  // Where nothing lies there another mail begins, which has not ended: some names are used again and again.
  const isNew = useRef(!begun);
  useEffect(() => {
    if (isNew.current) dropEnd(name);
  }, [name]);
  const found = useCallback(
    (how: End) => {
      if (told.current) return;
      end.current = how;
      setEnded(how);
      if (how === 'gone') keepEnd(name);
    },
    [name],
  );
  const begin = useCallback(
    (isTold: boolean) => {
      end.current = undefined;
      told.current = isTold;
      setEnded(undefined);
      setHeld(0);
      dropEnd(name);
    },
    [name],
  );

  const look = useCallback(
    () => findNewDraft(name, AbortSignal.timeout(LOOK_MS)).catch(() => undefined),
    [name],
  );
  /** What was written on elsewhere may have been sent or thrown away there since. */
  const lookAgain = useCallback(async () => {
    const there = await look();
    if (there === null && end.current === 'changed') found('gone');
  }, [look, found]);
  // Whoever comes here from the other window reads what is so by now.
  useEffect(() => {
    if (ended !== 'changed') return;
    const seen = () => {
      if (document.visibilityState === 'visible') void lookAgain();
    };
    window.addEventListener('focus', seen);
    document.addEventListener('visibilitychange', seen);
    return () => {
      window.removeEventListener('focus', seen);
      document.removeEventListener('visibilitychange', seen);
    };
  }, [ended, lookAgain]);

  /** A version that does not go on from the one before is of a new draft: the old one was gone. */
  const noteKept = useCallback(
    (version: number) => {
      if (version > 0 && version <= known.current) found('gone');
      // What was written elsewhere has given way to what stands here, which its author is told.
      else if (version > 0 && end.current === 'changed') begin(false);
      known.current = version;
      // What its author goes on with has a draft again, which may end as the one before.
      told.current = false;
    },
    [found, begin],
  );
  /**
   * Whether nobody sent it or wrote on it elsewhere, as far as can be known: it is looked for before it goes. Where it is
   * `unsure` what this window kept last, another version may be its own.
   */
  const isThere = useCallback(
    async (unsure = false) => {
      if (!end.current) {
        if (told.current || known.current === 0) return true;
        const there = await look();
        if (there === undefined) return true;
        if (there && (unsure || there.version === known.current)) return true;
        found(there ? 'changed' : 'gone');
      } else if (end.current === 'changed') {
        await lookAgain();
      }
      setHeld((before) => before + 1);
      return false;
    },
    [look, lookAgain, found],
  );
  /** Whether it goes only while its draft is there, which the server sees to: another window may send it after the look. */
  const needsDraft = useCallback(() => known.current > 0 && !told.current, []);
  /** Another window was quicker, and the server refused it for that; or nobody knows whether it went. */
  const refused = useCallback(
    (how: End) => {
      found(how);
      setHeld((before) => before + 1);
    },
    [found],
  );
  /** This window ended it itself. */
  const forgetEnd = useCallback(() => {
    known.current = 0;
    begin(false);
  }, [begin]);
  /** Its author knows, and goes on here. */
  const seenEnd = useCallback(() => begin(true), [begin]);
  /** Which version a window knows that goes on with it. What went on without its draft has none. */
  const version = useCallback(() => (told.current ? 0 : known.current), []);
  /** Whether something else lies there, written elsewhere, that its author does not go on over. */
  const isChanged = useCallback(() => end.current === 'changed', []);
  return {
    ended,
    /** How often it was not sent for that. */
    held,
    version,
    isChanged,
    noteKept,
    isThere,
    needsDraft,
    refused,
    forgetEnd,
    seenEnd,
  };
}

/** How the draft of a mail ended that was refused for that. */
export function endOf(error: unknown): End | undefined {
  if (!(error instanceof ApiProblem)) return undefined;
  if (error.code === 'draft.gone') return 'gone';
  return error.code === 'draft.changed' ? 'changed' : undefined;
}
