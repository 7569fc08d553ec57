import { useQuery } from '@tanstack/react-query';
import { api, take } from '@/lib/api/client';

/** Everything that the user has begun to write, the latest first. */
export function useDrafts() {
  return useQuery({
    queryKey: ['drafts', 'all'],
    queryFn: async () => (await take(api.GET('/drafts'))).rows,
    // Another window writes too, and nobody tells of it.
    refetchOnMount: 'always',
  });
}
