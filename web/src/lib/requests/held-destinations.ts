// The domains that the organisation's mail does not leave for: somebody stopped all of it.
import { useQuery } from '@tanstack/react-query';
import { api, take } from '@/lib/api/client';

export const HELD_KEY = ['held-destinations'];

/** The domains, in their order; none while mail leaves for all. Asked for where they are needed. */
export function useHeldDestinations(enabled = true) {
  return useQuery({ queryKey: HELD_KEY, queryFn: () => take(api.GET('/held-destinations')), enabled });
}
