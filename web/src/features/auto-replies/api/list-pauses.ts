import { useQuery } from '@tanstack/react-query';
import { api, take } from '@/lib/api/client';

/** Pauses end by themselves; they are looked at again this often. */
const AGAIN_MS = 60_000;

/** The pauses that last, the longest first. */
export function usePauses() {
  return useQuery({
    queryKey: ['auto-replies', 'pauses'],
    queryFn: async () => (await take(api.GET('/auto-replies/pauses'))).rows,
    refetchInterval: AGAIN_MS,
  });
}
