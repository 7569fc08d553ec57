import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api, take } from '@/lib/api/client';
import type { Draft, DraftInput, StartCase } from '@/lib/api/types';
import { useUnsaved } from '@/lib/drafts/unsaved';
import { withUnsaved } from '@/lib/drafts/with-unsaved';
import { noteDraft, noteHanded } from '@/lib/mail/closing-many';
import { type Many, manyOf } from '@/lib/mail/many';
import { withNames, withoutNames } from '@/lib/mail/named-recipients';
import { KEYLESS, keyOf } from '@/lib/mail/send-key';
import { arrived, newMailOf } from '../last-words';
import { putAtLast } from './put-at-last';

/** The mailboxes that a case can be started from. */
export function useSenders() {
  return useQuery({ queryKey: ['cases', 'senders'], queryFn: () => take(api.GET('/cases/start')) });
}

/** What was begun under this name before, on any device. */
export function useNewDraft(name: string) {
  return useQuery({
    queryKey: ['drafts', 'new', name],
    queryFn: async () => {
      await arrived(newMailOf(name));
      const found = await findNewDraft(name);
      return found && withoutNames(found);
    },
    // The page takes it over once; what is typed then is newer.
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
  });
}

/**
 * What lies under this name at this moment, as the server has it; `null` where nothing does. Nobody learns names from a mere look:
 * one that was taken off here since would be back.
 */
export function findNewDraft(name: string, signal?: AbortSignal) {
  return take(api.GET('/drafts/new', { params: { query: { mail_key: keyOf(name) } }, signal }));
}

function useAllDrafts() {
  return useQuery({
    queryKey: ['drafts', 'all'],
    queryFn: async () => (await take(api.GET('/drafts'))).rows,
  });
}

/** Another mail of this kind that was begun, the latest first; also one that could not be kept yet. */
export function useOtherMany(kind: Many, name: string): Draft | undefined {
  const unsaved = useUnsaved();
  const found = useAllDrafts();
  const isOther = ({ mail_key }: Draft) => manyOf(mail_key) === kind && mail_key !== name;
  const all = withUnsaved(found.data, unsaved).map(({ draft }) => draft);
  return all.find(isOther);
}

/** How many other first mails were begun; also those that could not be kept yet. */
export function useOtherNewMails(name: string): number {
  const unsaved = useUnsaved();
  const found = useAllDrafts();
  const isOther = ({ case_id, mail_key }: Draft) =>
    case_id === null && !manyOf(mail_key) && (mail_key ?? KEYLESS) !== name;
  const all = withUnsaved(found.data, unsaved);
  return all.filter(({ draft }) => isOther(draft)).length;
}

export async function keepNewDraft(name: string, body: DraftInput) {
  const query = { mail_key: keyOf(name) };
  const kept = await take(api.PUT('/drafts/new', { params: { query }, body: withNames(body) }));
  noteDraft(name, kept);
  return kept;
}

/** Keeps it while the page goes away. */
export async function keepNewDraftAtLast(name: string, body: DraftInput) {
  const key = keyOf(name);
  noteHanded(name);
  const kept = await putAtLast(key ? `/drafts/new?mail_key=${key}` : '/drafts/new', withNames(body));
  if (kept) noteDraft(name, kept);
  return kept;
}

/** Throws it away; what another window kept there stays, and nobody is told: nothing of this one lies there. */
export function dropNewDraft(
  name: string,
  claim: { version: number | undefined; writer: string },
): Promise<unknown> {
  return api.DELETE('/drafts/new', { params: { query: { ...claim, mail_key: keyOf(name) } } });
}

/** Starts a case by writing to a customer. */
export function useStartCase() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ mail, ...rest }: StartCase) =>
      take(api.POST('/cases/start', { body: { ...rest, mail: withNames(mail) } })),
    onSettled: () => {
      for (const key of ['cases', 'outbox', 'summary', 'drafts']) {
        void client.invalidateQueries({ queryKey: [key] });
      }
    },
  });
}
