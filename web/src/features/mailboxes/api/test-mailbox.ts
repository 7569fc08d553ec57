import { useMutation } from '@tanstack/react-query';
import { api, take } from '@/lib/api/client';
import type { MailboxInput } from '@/lib/api/types';

/** Tries the connection with settings that need not be saved; with an id the stored password is used. */
export function useTestMailbox() {
  return useMutation({
    mutationFn: (input: MailboxInput & { id?: string }) => take(api.POST('/mailboxes/test', { body: input })),
  });
}
