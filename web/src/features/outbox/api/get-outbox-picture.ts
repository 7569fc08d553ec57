import { useQuery } from '@tanstack/react-query';
import { api, take } from '@/lib/api/client';

/** What waits, by destination and age; asked for while it is shown. */
export function useOutboxPicture(shown: boolean) {
  return useQuery({
    queryKey: ['outbox', 'picture'],
    queryFn: ({ signal }) => take(api.GET('/outbox/picture', { signal })),
    enabled: shown,
    refetchInterval: 60_000,
  });
}
