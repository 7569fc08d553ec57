import { api, take } from '@/lib/api/client';
import { type ListRequest, PAGE_ROWS, useList } from '@/lib/api/list';

/** The mailboxes that the request asks for. */
export function useMailboxes(request: ListRequest) {
  return useList(['mailboxes', 'list', request], (cursor, signal) =>
    take(api.GET('/mailboxes', { params: { query: { ...request, cursor, limit: PAGE_ROWS } }, signal })),
  );
}
