import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api, take } from '@/lib/api/client';
import type { MailboxInput } from '@/lib/api/types';

/** Creates a mailbox, or changes the one with the id. */
export function useSaveMailbox() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ id, input }: { id?: string; input: MailboxInput }) =>
      id
        ? take(api.PATCH('/mailboxes/{id}', { params: { path: { id } }, body: input }))
        : take(api.POST('/mailboxes', { body: input })),
    onSuccess: () => client.invalidateQueries({ queryKey: ['mailboxes'] }),
  });
}
