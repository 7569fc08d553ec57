import { useMutation } from '@tanstack/react-query';
import { api, take } from '@/lib/api/client';

/** Finds the servers of an address; nobody signs in, and nothing is kept. */
export function useDetectServers() {
  return useMutation({
    mutationFn: (address: string) => take(api.POST('/mailboxes/detect', { body: { address } })),
  });
}
