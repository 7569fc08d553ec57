import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api, take } from '@/lib/api/client';
import type { DraftInput, StartCase } from '@/lib/api/types';
import { arrived, NEW_MAIL } from '../last-words';
import { putAtLast } from './put-at-last';

/** The mailboxes that a case can be started from. */
export function useSenders() {
  return useQuery({ queryKey: ['cases', 'senders'], queryFn: () => take(api.GET('/cases/start')) });
}

/** What was begun before, on any device. */
export function useNewDraft() {
  return useQuery({
    queryKey: ['drafts', 'new'],
    queryFn: async () => {
      await arrived(NEW_MAIL);
      return take(api.GET('/drafts/new'));
    },
    // The page takes it over once; what is typed then is newer.
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
  });
}

export function keepNewDraft(body: DraftInput) {
  return take(api.PUT('/drafts/new', { body }));
}

/** Keeps it while the page goes away. */
export function keepNewDraftAtLast(body: DraftInput) {
  return putAtLast('/drafts/new', body);
}

/** Throws it away; what another window kept there stays, and nobody is told: nothing of this one lies there. */
export function dropNewDraft(claim: { version: number | undefined; writer: string }): Promise<unknown> {
  return api.DELETE('/drafts/new', { params: { query: claim } });
}

/** The same from the page that shows it; rejects where it lies there still, and where another does, which is read then. */
export function useDropNewDraft() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (version: number) => take(api.DELETE('/drafts/new', { params: { query: { version } } })),
    onSettled: () => void client.invalidateQueries({ queryKey: ['drafts'] }),
  });
}

/** Starts a case by writing to a customer; `ready` is over before. */
export function useStartCase() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: async ({ body, ready }: { body: () => StartCase; ready: Promise<unknown> }) => {
      await ready;
      return take(api.POST('/cases/start', { body: body() }));
    },
    onSettled: () => {
      for (const key of ['cases', 'outbox', 'summary', 'drafts']) {
        void client.invalidateQueries({ queryKey: [key] });
      }
    },
  });
}
