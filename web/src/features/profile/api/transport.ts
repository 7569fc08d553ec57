import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api, take } from '@/lib/api/client';
import type { TransportInput } from '@/lib/api/types';

const KEY = ['transport', 'own'];

/** One's own outgoing server; looked at again after this many milliseconds, where that is given. */
export function useOwnTransport(refetchInterval?: number) {
  return useQuery({
    queryKey: KEY,
    queryFn: () => take(api.GET('/profile/transport')),
    refetchInterval,
  });
}

export function useSaveOwnTransport() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: TransportInput) => take(api.PUT('/profile/transport', { body })),
    onSuccess: (transport) => {
      client.setQueryData(KEY, transport);
      void client.invalidateQueries({ queryKey: ['session', 'sending'] });
    },
  });
}

/** Tries one's own server as set in the form; with a recipient it sends him a mail. */
export function useTestOwnTransport() {
  return useMutation({
    mutationFn: (body: TransportInput & { recipient?: string; from?: string }) =>
      take(api.POST('/profile/transport/test', { body })),
  });
}
