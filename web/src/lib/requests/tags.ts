import { queryOptions, useQuery } from '@tanstack/react-query';
import { api, take } from '@/lib/api/client';

export const tagsQuery = queryOptions({
  queryKey: ['tags'],
  queryFn: async () => (await take(api.GET('/tags'))).rows,
  staleTime: 60_000,
});

/** The tags by name. */
export function useTags() {
  return useQuery(tagsQuery).data ?? [];
}
