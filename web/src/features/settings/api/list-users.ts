import { api, take } from '@/lib/api/client';
import { type ListRequest, PAGE_ROWS, useList } from '@/lib/api/list';

/** The users that the request asks for. */
export function useUsers(request: ListRequest) {
  return useList(['users', 'list', request], (cursor, signal) =>
    take(api.GET('/users', { params: { query: { ...request, cursor, limit: PAGE_ROWS } }, signal })),
  );
}
