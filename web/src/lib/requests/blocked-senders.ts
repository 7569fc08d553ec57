import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { api, take } from '@/lib/api/client';

export const blockedSendersQuery = queryOptions({
  queryKey: ['blocked-senders'],
  queryFn: () => take(api.GET('/blocked-senders')),
});

/** Blocks a sender: an address, or a domain as `@example.com`. */
export function useBlockSender() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (sender: string) => take(api.POST('/blocked-senders', { body: { sender } })),
    onSuccess: (all) => client.setQueryData(blockedSendersQuery.queryKey, all),
  });
}

/** Lets the mail of a sender through again. */
export function useLiftSender() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (sender: string) => take(api.POST('/blocked-senders/lift', { body: { sender } })),
    onSuccess: (all) => client.setQueryData(blockedSendersQuery.queryKey, all),
  });
}

/** The address in a sender as he is shown, `Kari <kari@example.com>`. */
export function addressOf(shown: string): string | undefined {
  const found = /<([^<>\s]+@[^<>\s]+)>\s*$/.exec(shown)?.[1] ?? shown.trim();
  return /^[^\s@<>]+@[^\s@<>]+$/.test(found) ? found : undefined;
}
