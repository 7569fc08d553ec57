import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api, take } from '@/lib/api/client';
import type { MailboxSignatureInput } from '@/lib/api/types';

const keyOf = (id: string) => ['mailboxes', 'signature', id];

/** The signatures of a mailbox. */
export function useMailboxSignature(id: string | null) {
  return useQuery({
    queryKey: keyOf(id ?? ''),
    queryFn: () => take(api.GET('/mailboxes/{id}/signature', { params: { path: { id: id ?? '' } } })),
    enabled: id !== null,
  });
}

/** Sets the signatures of a mailbox. */
export function useSaveMailboxSignature(id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: MailboxSignatureInput) =>
      take(api.PUT('/mailboxes/{id}/signature', { params: { path: { id } }, body })),
    onSuccess: (saved) => client.setQueryData(keyOf(id), saved),
  });
}
