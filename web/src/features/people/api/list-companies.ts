import { useQuery } from '@tanstack/react-query';
import { api, take } from '@/lib/api/client';
import { type ListRequest, PAGE_ROWS, useList } from '@/lib/api/list';

/** The companies that the request asks for, page by page. */
export function useCompanies(request: ListRequest) {
  return useList(['companies', 'list', request], (cursor, signal) =>
    take(api.GET('/companies', { params: { query: { ...request, cursor, limit: PAGE_ROWS } }, signal })),
  );
}

/** Companies to choose from, those whose name or domain holds the text. */
export function useCompanyChoices(q: string) {
  const found = useQuery({
    queryKey: ['companies', 'choices', q],
    queryFn: () => take(api.GET('/companies', { params: { query: { q: q || undefined, limit: 20 } } })),
  });
  return found.data?.rows ?? [];
}
