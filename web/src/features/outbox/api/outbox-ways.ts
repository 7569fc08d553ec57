// The ways out that mail can take, and mail that is sent another way.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api, take } from '@/lib/api/client';
import type { WayChosen } from '@/lib/api/types';

/** What shows the way of a mail. */
const REFRESHED = ['outbox', 'cases', 'timeline', 'summary'];

/** The ways out, and which of them are open. */
export function useOutboxWays(enabled: boolean) {
  return useQuery({ queryKey: ['outbox', 'ways'], enabled, queryFn: () => take(api.GET('/outbox/ways')) });
}

/** The same for one's own mail, which an author sees without the outbox. */
export function useSentWays(enabled: boolean) {
  return useQuery({
    queryKey: ['outbox', 'sent-ways'],
    enabled,
    queryFn: () => take(api.GET('/sent/ways')),
  });
}

/** Sends one's own mail another way than one's own server. */
export function useSendOwnAnotherWay() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ id, ...body }: WayChosen & { id: string }) =>
      take(api.POST('/sent/{id}/way', { params: { path: { id } }, body })),
    onSettled: () => {
      for (const key of REFRESHED) void client.invalidateQueries({ queryKey: [key] });
    },
  });
}

/** Sends these mails another way. */
export function useSendAnotherWay() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: WayChosen & { ids: string[] }) => take(api.POST('/outbox/way', { body })),
    onSettled: () => {
      for (const key of REFRESHED) void client.invalidateQueries({ queryKey: [key] });
    },
  });
}
