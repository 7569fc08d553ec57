import { useQuery } from '@tanstack/react-query';
import { api, take } from '@/lib/api/client';

function useMailboxes(enabled: boolean) {
  return useQuery({
    queryKey: ['mailboxes', 'names'],
    queryFn: () => take(api.GET('/mailboxes', { params: { query: { sort: 'address', limit: 200 } } })),
    enabled,
    staleTime: 60_000,
  });
}

/** The mailboxes' ids and addresses, for choosing one; only with the right to mailboxes. */
export function useMailboxNames(enabled: boolean) {
  const { data } = useMailboxes(enabled);
  return (data?.rows ?? []).map(({ id, address }) => ({ id, address }));
}

/** Whether an address is a mailbox here; nothing as long as that is not known, as without the right to mailboxes. */
export function useIsMailbox(address: string, enabled: boolean): boolean | undefined {
  const { data } = useMailboxes(enabled);
  return data?.rows.some((mailbox) => mailbox.address.toLowerCase() === address.toLowerCase());
}
