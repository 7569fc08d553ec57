import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api, take } from '@/lib/api/client';
import type { TransportInput } from '@/lib/api/types';

/** Sets the outgoing server. */
export function useSaveTransport() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (input: TransportInput) => take(api.PUT('/transport', { body: input })),
    onSuccess: (transport) => client.setQueryData(['transport'], transport),
  });
}
