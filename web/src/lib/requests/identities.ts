import { queryOptions } from '@tanstack/react-query';
import { api, take } from '@/lib/api/client';

/** The shared senders by address, archived ones behind the others. */
export const identitiesQuery = queryOptions({
  queryKey: ['settings', 'identities'],
  queryFn: async () => (await take(api.GET('/identities'))).rows,
  staleTime: 60_000,
});
