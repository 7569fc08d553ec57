import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api, take } from '@/lib/api/client';
import type { OwnSendingInput } from '@/lib/api/types';
import { OWN_SENDING } from '@/lib/requests/own-sending';

/** Changes how one's own mail is sent; what is left out stays. */
export function useChangeOwnSending() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: OwnSendingInput) => take(api.PUT('/profile/sending', { body })),
    onSuccess: (sending) => client.setQueryData(OWN_SENDING, sending),
  });
}
