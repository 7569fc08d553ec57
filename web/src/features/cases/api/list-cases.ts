import { api, take } from '@/lib/api/client';
import { type ListRequest, PAGE_ROWS, useList } from '@/lib/api/list';

export type CasesRequest = ListRequest & {
  status?: string;
  status_id?: string;
  owner?: string;
  category_id?: string;
  categories?: string;
  priority_id?: string;
  tag_id?: string;
  overdue?: boolean;
  delivery_failed?: boolean;
  number?: number;
  person_id?: string;
  company_id?: string;
};

/** The cases that the request asks for, page by page. */
export function useCases(request: CasesRequest) {
  return useList(['cases', 'list', request], (cursor, signal) =>
    take(api.GET('/cases', { params: { query: { ...request, cursor, limit: PAGE_ROWS } }, signal })),
  );
}
