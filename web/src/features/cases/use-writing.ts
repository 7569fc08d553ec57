// The draft of a case with its files, which are kept together.
import { useCallback, useRef } from 'react';
import { type FileState, ofText, useFiles, waitsFor } from '@/components/files/use-files';
import type { Case, Upload } from '@/lib/api/types';
import { useLargestFile } from '@/lib/requests/own-sending';
import type { Draft, Slot } from './draft';
import { passedOn } from './forwarding';
import { useDraft } from './use-draft';

/** `wanted` is the draft that its author came for. */
export function useWriting(caseId: string, wanted?: Slot) {
  const touch = useRef<(slot: Slot) => void>(() => undefined);
  const files = useFiles(
    useCallback((slot: string) => touch.current(slot as Slot), []),
    useLargestFile(),
  );
  const { restore, uploadsOf } = files;
  const onRestore = useCallback(
    (slot: Slot, uploads: Upload[], html: string | null) => restore(slot, uploads, html),
    [restore],
  );
  const drafts = useDraft(caseId, { uploadsOf, onRestore, wanted });
  touch.current = drafts.touch;
  return { drafts, files };
}

/** RFC 2045 6.8: 57 octets of a file take a line of 78 in a mail. */
const GROWTH = 78 / 57;

/** How large the mail becomes by its files, and how large it may be. Of those that go as links it has none. */
export function mailSize(files: FileState[], shown: Case, draft: Draft, max: number | undefined) {
  if (max === undefined) return undefined;
  if (draft.files_as_links) return { octets: octetsInMail(picturesOf(files, draft.html)), max };
  const forwarded = draft.mode === 'forward' ? (passedOn(shown, draft)?.attachments ?? []) : [];
  const chosen = forwarded.filter((file) => draft.attachments.includes(file.index));
  return { octets: octetsInMail([...ofText(files, draft.html), ...chosen]), max };
}

/** The files that its text shows. */
export function picturesOf(files: FileState[], html: string | null): FileState[] {
  return ofText(files, html).filter(({ inline }) => inline);
}

/** How large files are as a mail carries them. */
export function octetsInMail(files: { size_octets: number }[]): number {
  return Math.ceil(files.reduce((sum, file) => sum + file.size_octets, 0) * GROWTH);
}

/** Why a mail with these files cannot go yet, as a key of the catalogue. */
export function blockedBy(files: FileState[], size: { octets: number; max: number } | undefined) {
  const waits = waitsFor(files);
  if (waits) return waits;
  return size !== undefined && size.octets > size.max ? 'problem.mail_too_large' : undefined;
}
