import { queryOptions, useQuery } from '@tanstack/react-query';
import { api, take } from '@/lib/api/client';

export const categoriesQuery = queryOptions({
  queryKey: ['categories'],
  queryFn: async () => (await take(api.GET('/categories'))).rows,
  staleTime: 60_000,
});

/** The categories in their order. */
export function useCategories() {
  return useQuery(categoriesQuery).data ?? [];
}
