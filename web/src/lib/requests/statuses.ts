import { queryOptions, useQuery } from '@tanstack/react-query';
import { api, take } from '@/lib/api/client';

export const statusesQuery = queryOptions({
  queryKey: ['statuses'],
  queryFn: async () => (await take(api.GET('/statuses'))).rows,
  staleTime: 60_000,
});

/** All statuses of the organisation in their order, archived ones behind the others of their kind. */
export function useStatuses() {
  return useQuery(statusesQuery).data ?? [];
}
