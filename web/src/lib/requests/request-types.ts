import { queryOptions, useQuery } from '@tanstack/react-query';
import { api, take } from '@/lib/api/client';

export const requestTypesQuery = queryOptions({
  queryKey: ['request-types'],
  queryFn: async () => (await take(api.GET('/request-types'))).rows,
  staleTime: 60_000,
});

/** The request types that can be chosen, in their order. */
export function useRequestTypes() {
  return (useQuery(requestTypesQuery).data ?? []).filter(({ archived_at }) => !archived_at);
}

/** The request types that can be chosen, and the one that is chosen already, also from the archive. */
export function useRequestTypesWith(chosen: string | null | undefined) {
  const all = useQuery(requestTypesQuery).data ?? [];
  return all.filter(({ id, archived_at }) => !archived_at || id === chosen);
}
