import { queryOptions, useQuery } from '@tanstack/react-query';
import { api, take } from '@/lib/api/client';

const namesQuery = queryOptions({
  queryKey: ['mailboxes', 'names'],
  queryFn: () => take(api.GET('/mailboxes', { params: { query: { sort: 'address', limit: 200 } } })),
  staleTime: 60_000,
});

/** The mailboxes' ids and addresses, for choosing one; only with the right to mailboxes. */
export function useMailboxNames(enabled: boolean) {
  const query = useQuery({ ...namesQuery, enabled });
  return (query.data?.rows ?? []).map(({ id, address }) => ({ id, address }));
}

/** Whether there is no mailbox at all; not known without the right to them. */
export function useLacksMailboxes(enabled: boolean): boolean {
  return useQuery({ ...namesQuery, enabled }).data?.rows.length === 0;
}
