import { queryOptions, useQuery } from '@tanstack/react-query';
import { api, take } from '@/lib/api/client';

export const prioritiesQuery = queryOptions({
  queryKey: ['priorities'],
  queryFn: async () => (await take(api.GET('/priorities'))).rows,
  staleTime: 60_000,
});

/** The priorities by rank. */
export function usePriorities() {
  return useQuery(prioritiesQuery).data ?? [];
}
