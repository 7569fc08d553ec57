import { useQuery } from '@tanstack/react-query';
import { api, take } from '@/lib/api/client';

/** One sent mail with its recipients. */
export function useSentDetail(id: string) {
  return useQuery({
    queryKey: ['outbox', 'sent', 'one', id],
    queryFn: () => take(api.GET('/sent/{id}', { params: { path: { id } } })),
  });
}
