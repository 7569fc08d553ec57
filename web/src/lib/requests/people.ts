import { queryOptions, useQuery } from '@tanstack/react-query';
import { api, take } from '@/lib/api/client';

export const peopleQuery = queryOptions({
  queryKey: ['people'],
  queryFn: async () => (await take(api.GET('/people'))).rows,
  staleTime: 60_000,
});

/** The active users, for choosing an owner. Empty while loading, or without a right to cases. */
export function usePeople(enabled = true) {
  return useQuery({ ...peopleQuery, enabled }).data ?? [];
}
