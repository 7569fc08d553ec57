import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useBulk } from '@/lib/api/bulk';
import { api, take } from '@/lib/api/client';
import { type ListRequest, PAGE_ROWS, useList } from '@/lib/api/list';

/** What a return that is matched or worked off changes elsewhere. */
const KEYS = ['returns', 'blocked-addresses', 'outbox', 'cases', 'persons'];

export type ReturnsRequest = ListRequest & { done?: boolean };

/** The returns that somebody should look at, or has. */
export function useReturnsToReview(request: ReturnsRequest) {
  return useList(['returns', 'review', request], (cursor, signal) =>
    take(api.GET('/returns/review', { params: { query: { ...request, cursor, limit: PAGE_ROWS } }, signal })),
  );
}

/** Notes that somebody has looked at returns. */
export function useReviewReturns() {
  return useBulk((ids) => take(api.POST('/returns/review/done', { body: { ids } })), ['returns']);
}

/** Takes that back. */
export function useUnmatchReturn() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: { outbox_id: string; address: string; complaint: boolean }) =>
      take(api.POST('/returns/unmatch', { body })),
    onSettled: () => {
      for (const key of [...KEYS, 'timeline']) void client.invalidateQueries({ queryKey: [key] });
    },
  });
}

/** Says which mail a report is about, and of one that names nobody whom of it. */
export function useMatchReturn() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ id, outbox, address }: { id: string; outbox: string; address?: string | undefined }) =>
      take(
        api.POST('/returns/{id}/match', {
          params: { path: { id } },
          body: { outbox_id: outbox, ...(address && { address }) },
        }),
      ),
    onSettled: () => {
      for (const key of [...KEYS, 'timeline']) void client.invalidateQueries({ queryKey: [key] });
    },
  });
}
