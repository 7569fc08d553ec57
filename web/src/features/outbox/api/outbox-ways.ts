// The ways out that mail can take, and mail that is sent another way.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api, take } from '@/lib/api/client';
import type { WayChosen } from '@/lib/api/types';

/** The ways out, and which of them are open. */
export function useOutboxWays() {
  return useQuery({ queryKey: ['outbox', 'ways'], queryFn: () => take(api.GET('/outbox/ways')) });
}

/** Sends these mails another way. */
export function useSendAnotherWay() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: WayChosen & { ids: string[] }) => take(api.POST('/outbox/way', { body })),
    onSettled: () => {
      for (const key of ['outbox', 'cases', 'timeline', 'summary']) {
        void client.invalidateQueries({ queryKey: [key] });
      }
    },
  });
}
