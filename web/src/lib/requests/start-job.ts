// Actions on all rows of a list that fit, as jobs of the server.
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api, take } from '@/lib/api/client';
import type { ListRequest } from '@/lib/api/list';
import type { Job } from '@/lib/api/types';

/** The actions there are, by their addresses. */
export type MatchingAction =
  | '/intake/import/matching'
  | '/intake/delete/matching'
  | '/intake/restore/matching'
  | '/blocked/import/matching'
  | '/blocked/delete/matching'
  | '/blocked/restore/matching'
  | '/outbox/send/matching'
  | '/outbox/delete/matching'
  | '/outbox/restore/matching';

export type Matching = { action: MatchingAction; request: ListRequest };

/** Begins a job on the rows that the request of a list fits; the tray in the top bar shows it. */
export function useStartJob() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ action, request }: Matching): Promise<Job> =>
      take(api.POST(action, { params: { query: request } })),
    onSuccess: () => client.invalidateQueries({ queryKey: ['jobs'] }),
  });
}
