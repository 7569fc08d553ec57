// The draft of a case with its files, which are kept together.
import { useCallback, useRef } from 'react';
import type { Case, Upload } from '@/lib/api/types';
import { passedOn } from './components/ForwardFiles';
import type { Draft, FileSlot, Slot } from './draft';
import { useDraft } from './use-draft';
import { type FileState, useFiles } from './use-files';

/** `wanted` is the draft that its author came for. */
export function useWriting(caseId: string, wanted?: Slot) {
  const touch = useRef<(slot: Slot) => void>(() => undefined);
  const files = useFiles(useCallback((slot: FileSlot) => slot !== 'new' && touch.current(slot), []));
  const { restore, uploadsOf } = files;
  const onRestore = useCallback((slot: Slot, uploads: Upload[]) => restore(slot, uploads), [restore]);
  const drafts = useDraft(caseId, { uploadsOf, onRestore, wanted });
  touch.current = drafts.touch;
  return { drafts, files };
}

/** RFC 2045 6.8: 57 octets of a file take a line of 78 in a mail. */
const GROWTH = 78 / 57;

/** How large the mail becomes by its files, and how large it may be. */
export function mailSize(files: FileState[], shown: Case, draft: Draft, max: number | undefined) {
  if (max === undefined) return undefined;
  const forwarded = draft.mode === 'forward' ? (passedOn(shown, draft)?.attachments ?? []) : [];
  const chosen = forwarded.filter((file) => draft.attachments.includes(file.index));
  const raw = [...files, ...chosen].reduce((sum, file) => sum + file.size_octets, 0);
  return { octets: Math.ceil(raw * GROWTH), max };
}
