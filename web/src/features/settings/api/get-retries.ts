import { useQuery } from '@tanstack/react-query';
import { api, take } from '@/lib/api/client';

/** When mail that a server did not take yet is tried again; it changes with the installation alone. */
export function useRetries() {
  return useQuery({
    queryKey: ['transport', 'retries'],
    queryFn: () => take(api.GET('/sending/retries')),
    staleTime: Number.POSITIVE_INFINITY,
  });
}
