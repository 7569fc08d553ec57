import { useQuery } from '@tanstack/react-query';
import { api, take } from '@/lib/api/client';

/** One mail of this list with its content. */
export function useOutboxDetail(id: string) {
  return useQuery({
    queryKey: ['outbox', 'one', id],
    queryFn: () => take(api.GET('/outbox/{id}', { params: { path: { id } } })),
  });
}
