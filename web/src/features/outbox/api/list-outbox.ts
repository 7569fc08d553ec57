import { api, take } from '@/lib/api/client';
import { type ListRequest, PAGE_ROWS, useList } from '@/lib/api/list';

export type OutboxRequest = ListRequest & {
  sent?: boolean;
  deleted?: boolean;
  state?: string;
  domain?: string;
  age?: string;
  destination?: string;
};

/** The outgoing mail that the request asks for. */
export function useOutbox(request: OutboxRequest) {
  return useList(['outbox', 'list', request], (cursor, signal) =>
    take(api.GET('/outbox', { params: { query: { ...request, cursor, limit: PAGE_ROWS } }, signal })),
  );
}
