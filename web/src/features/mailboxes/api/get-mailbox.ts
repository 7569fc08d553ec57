import { useQuery } from '@tanstack/react-query';
import { api, take } from '@/lib/api/client';

/** One mailbox. */
export function useMailbox(id: string) {
  return useQuery({
    queryKey: ['mailboxes', 'one', id],
    queryFn: () => take(api.GET('/mailboxes/{id}', { params: { path: { id } } })),
  });
}
