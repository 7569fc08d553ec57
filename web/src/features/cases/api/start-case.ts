import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api, take } from '@/lib/api/client';
import type { DraftInput, StartCase } from '@/lib/api/types';

/** The mailboxes that a case can be started from. */
export function useSenders() {
  return useQuery({ queryKey: ['cases', 'senders'], queryFn: () => take(api.GET('/cases/start')) });
}

/** What was begun before, on any device. */
export function useNewDraft() {
  return useQuery({
    queryKey: ['drafts', 'new'],
    queryFn: () => take(api.GET('/drafts/new')),
    // The page takes it over once; what is typed then is newer.
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
  });
}

export function keepNewDraft(body: DraftInput) {
  return take(api.PUT('/drafts/new', { body }));
}

/** Starts a case by writing to a customer. */
export function useStartCase() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: StartCase) => take(api.POST('/cases/start', { body })),
    onSettled: () => {
      for (const key of ['cases', 'outbox', 'summary', 'drafts']) {
        void client.invalidateQueries({ queryKey: [key] });
      }
    },
  });
}
