import { api, take } from '@/lib/api/client';
import { type ListRequest, PAGE_ROWS, useList } from '@/lib/api/list';

export type SentRequest = ListRequest & { everybody?: boolean; state?: string };

/** The sent mail that the request asks for. */
export function useSent(request: SentRequest) {
  return useList(['outbox', 'sent', request], (cursor, signal) =>
    take(api.GET('/sent', { params: { query: { ...request, cursor, limit: PAGE_ROWS } }, signal })),
  );
}
