import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api, take } from '@/lib/api/client';
import type { Signature } from '@/lib/api/types';

const keyOf = (id: string) => ['mailboxes', 'signature', id];

/** The signature of a mailbox. */
export function useMailboxSignature(id: string | null) {
  return useQuery({
    queryKey: keyOf(id ?? ''),
    queryFn: () => take(api.GET('/mailboxes/{id}/signature', { params: { path: { id: id ?? '' } } })),
    enabled: id !== null,
  });
}

/** Sets the signature of a mailbox. */
export function useSaveMailboxSignature(id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: Signature) =>
      take(api.PUT('/mailboxes/{id}/signature', { params: { path: { id } }, body })),
    onSuccess: (saved) => client.setQueryData(keyOf(id), saved),
  });
}
