import { useMutation } from '@tanstack/react-query';
import { api, take } from '@/lib/api/client';

/** Finds the servers of an address, which may be one's own; nobody signs in, and nothing is kept. */
export function useDetectServers(own: boolean) {
  return useMutation({
    mutationFn: (address: string) =>
      own
        ? take(api.POST('/profile/transport/detect', { body: { address } }))
        : take(api.POST('/mailboxes/detect', { body: { address } })),
  });
}
