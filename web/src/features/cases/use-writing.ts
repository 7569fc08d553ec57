// The draft of a case with its files, which are kept together.
import { useCallback, useRef } from 'react';
import { type FileState, ofText, useFiles, waitsFor } from '@/components/files/use-files';
import type { Case, Compose, Upload } from '@/lib/api/types';
import { useLargestFile } from '@/lib/requests/own-sending';
import type { Draft, Slot } from './draft';
import { passedOn } from './forwarding';
import { useDraft } from './use-draft';
import { mailboxOf, useAnnouncedMax } from './use-sender';

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

/** How large a mail is by its files as it is sent, and how large it may be, octets. */
export type MailSize = {
  octets: number;
  /** What no mail is larger than. */
  max: number;
  /** What its outgoing server took as it said last; it may take more by now, so that nothing is stopped by it. */
  announced?: number;
};

/** How large an answer becomes by its files. Of those that go as links it has none. */
export function mailSize(files: FileState[], shown: Case, draft: Draft): number {
  if (draft.files_as_links) return octetsInMail(picturesOf(files, draft.html));
  const forwarded = draft.mode === 'forward' ? (passedOn(shown, draft)?.attachments ?? []) : [];
  const chosen = forwarded.filter((file) => draft.attachments.includes(file.index));
  return octetsInMail([...ofText(files, draft.html), ...chosen]);
}

/** The size of an answer beside what it may be; nothing before that is known. */
export function useMailSize(files: FileState[], shown: Case, draft: Draft, compose: Compose | undefined) {
  const { from, template_id } = draft;
  const announced = useAnnouncedMax({ ...mailboxOf(shown, compose), from, template_id });
  if (!compose) return undefined;
  return { octets: mailSize(files, shown, draft), max: compose.max_octets, announced };
}

/** What a mail's size is measured against: whichever stops it first. */
export function limitOf({ max, announced = max }: MailSize): { max: number; isServers: boolean } {
  return announced < max ? { max: announced, isServers: true } : { max, isServers: false };
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
export function blockedBy(files: FileState[], size: MailSize | undefined) {
  const waits = waitsFor(files);
  if (waits) return waits;
  return size !== undefined && size.octets > size.max ? 'problem.mail_too_large' : undefined;
}
