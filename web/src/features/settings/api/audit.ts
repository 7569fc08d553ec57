import { api, take } from '@/lib/api/client';
import { type ListRequest, PAGE_ROWS, useList } from '@/lib/api/list';
import type { AuditKind } from '@/lib/api/types';

export type AuditRequest = ListRequest & {
  kind?: AuditKind;
  key?: string;
  user_id?: string;
  from?: string;
  until?: string;
};

/** The changes of settings that the request asks for. */
export function useAudit(request: AuditRequest) {
  return useList(['audit', request], (cursor, signal) =>
    take(api.GET('/audit', { params: { query: { ...request, cursor, limit: PAGE_ROWS } }, signal })),
  );
}
