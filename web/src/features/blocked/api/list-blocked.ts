import { api, take } from '@/lib/api/client';
import { type ListRequest, PAGE_ROWS, useList } from '@/lib/api/list';

export type BlockedRequest = ListRequest & { deleted?: boolean };

/** The blocked mail that the request asks for. */
export function useBlocked(request: BlockedRequest) {
  return useList(['blocked', 'list', request], (cursor, signal) =>
    take(api.GET('/blocked', { params: { query: { ...request, cursor, limit: PAGE_ROWS } }, signal })),
  );
}
