import { queryOptions, useQuery } from '@tanstack/react-query';
import { api, take } from '@/lib/api/client';

export function caseQuery(id: string) {
  return queryOptions({
    queryKey: ['cases', 'one', id],
    queryFn: () => take(api.GET('/cases/{id}', { params: { path: { id } } })),
  });
}

/** One case with its messages. */
export function useCase(id: string) {
  return useQuery(caseQuery(id));
}
