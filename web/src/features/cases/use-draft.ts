import { useCallback, useEffect, useState } from 'react';
import { type Draft, dropDraft, dropOldDrafts, EMPTY_DRAFT, keepDraft, loadDraft } from './draft';

/** A pause in typing after which the draft is kept. */
const PAUSE_MS = 400;

/** The answer being written in a case; it survives reloads, crashes and a wrong click. */
export function useDraft(userId: string, caseId: string) {
  const [draft, setDraft] = useState(() => loadDraft(userId, caseId));
  useEffect(() => dropOldDrafts(Date.now()), []);
  useEffect(() => {
    const timer = setTimeout(() => keepDraft(userId, caseId, draft), PAUSE_MS);
    const now = () => keepDraft(userId, caseId, draft);
    window.addEventListener('pagehide', now);
    return () => {
      clearTimeout(timer);
      window.removeEventListener('pagehide', now);
      keepDraft(userId, caseId, draft);
    };
  }, [userId, caseId, draft]);
  const change = useCallback((next: Partial<Draft>) => setDraft((before) => ({ ...before, ...next })), []);
  const clear = useCallback(() => {
    dropDraft(userId, caseId);
    setDraft((before) => ({ ...EMPTY_DRAFT, mode: before.mode }));
  }, [userId, caseId]);
  return { draft, change, clear };
}
