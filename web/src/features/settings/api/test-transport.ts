import { useMutation } from '@tanstack/react-query';
import { api, take } from '@/lib/api/client';
import type { TransportInput } from '@/lib/api/types';

/** Tries the outgoing server as set in the form; with a recipient it sends him a mail. */
export function useTestTransport() {
  return useMutation({
    mutationFn: (input: TransportInput & { recipient?: string; from?: string }) =>
      take(api.POST('/transport/test', { body: input })),
  });
}
