import { useQuery } from '@tanstack/react-query';
import { api, take } from '@/lib/api/client';

/** The mailboxes' ids and addresses, for choosing one; only with the right to mailboxes. */
export function useMailboxNames(enabled: boolean) {
  const query = useQuery({
    queryKey: ['mailboxes', 'names'],
    queryFn: () => take(api.GET('/mailboxes', { params: { query: { sort: 'address', limit: 200 } } })),
    enabled,
    staleTime: 60_000,
  });
  return (query.data?.rows ?? []).map(({ id, address }) => ({ id, address }));
}
