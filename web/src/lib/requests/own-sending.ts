import { useQuery } from '@tanstack/react-query';
import { api, take } from '@/lib/api/client';

export const OWN_SENDING = ['session', 'sending'];

/** How one's own mail is sent, and whether one may write from one's own address. */
export function useOwnSending() {
  return useQuery({
    queryKey: OWN_SENDING,
    queryFn: () => take(api.GET('/profile/sending')),
    staleTime: 60_000,
  });
}
