// Stopping all mail to a domain, and letting it go on.
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api, take } from '@/lib/api/client';
import type { HeldDestination } from '@/lib/api/types';
import { HELD_KEY } from '@/lib/requests/held-destinations';

/** What follows a change: the domains are as the server says, and what waits has another reason. */
function useAfter() {
  const client = useQueryClient();
  return {
    onSuccess: (held: { rows: HeldDestination[] }) => {
      client.setQueryData(HELD_KEY, held);
      void client.invalidateQueries({ queryKey: ['outbox'] });
    },
    // Somebody was faster: what he did is shown.
    onError: () => client.invalidateQueries({ queryKey: HELD_KEY }),
  };
}

/** Stops all mail to a domain, what is written later too. */
export function useHoldDestination() {
  const after = useAfter();
  return useMutation({
    mutationFn: (body: { domain: string; why: string }) => take(api.PUT('/held-destinations', { body })),
    ...after,
  });
}

/** Lets mail to a domain go on. */
export function useLiftDestination() {
  const after = useAfter();
  return useMutation({
    mutationFn: (domain: string) => take(api.POST('/held-destinations/lift', { body: { domain } })),
    ...after,
  });
}
