import { useMutation } from '@tanstack/react-query';
import { api, take } from '@/lib/api/client';

/** What may be entered in SPF for a relay of this name; nothing is kept. */
export function useSpfProposal() {
  return useMutation({
    mutationFn: (host: string) => take(api.POST('/transport/spf', { body: { host } })),
  });
}
