import { useQuery } from '@tanstack/react-query';
import { api, take } from '@/lib/api/client';
import { UPLOAD_OCTETS_MAX } from '@/lib/limits';

export const OWN_SENDING = ['session', 'sending'];

/** How one's own mail is sent, and whether one may write from one's own address. */
export function useOwnSending() {
  return useQuery({
    queryKey: OWN_SENDING,
    queryFn: () => take(api.GET('/profile/sending')),
    staleTime: 60_000,
  });
}

/** The largest file of a mail that one writes, octets: one that is too large for it goes as a link, where links may go. */
export function useLargestFile(): number {
  const offer = useOwnSending().data?.file_links;
  return offer && !offer.refused ? Math.max(offer.max_octets, UPLOAD_OCTETS_MAX) : UPLOAD_OCTETS_MAX;
}
