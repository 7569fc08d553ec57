import { api, take } from '@/lib/api/client';
import { type ListRequest, PAGE_ROWS, useList } from '@/lib/api/list';

export type IntakeRequest = ListRequest & { state?: string; mailbox_id?: string };

/** The mail on its way in that the request asks for. */
export function useIntake(request: IntakeRequest) {
  return useList(['intake', 'list', request], (cursor, signal) =>
    take(api.GET('/intake', { params: { query: { ...request, cursor, limit: PAGE_ROWS } }, signal })),
  );
}
