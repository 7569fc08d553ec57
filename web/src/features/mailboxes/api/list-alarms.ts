import { useQuery } from '@tanstack/react-query';
import { api, take } from '@/lib/api/client';

/** Mailboxes from which no mail has come in for too long; asked again each minute, since time alone makes one. */
export function useMailboxAlarms(enabled: boolean) {
  return useQuery({
    queryKey: ['mailboxes', 'alarms'],
    queryFn: () => take(api.GET('/mailboxes/alarms')),
    refetchInterval: 60_000,
    enabled,
  }).data?.rows;
}
