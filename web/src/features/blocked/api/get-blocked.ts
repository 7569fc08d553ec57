import { useQuery } from '@tanstack/react-query';
import { api, take } from '@/lib/api/client';

/** One mail of this list with its content. */
export function useBlockedDetail(id: string) {
  return useQuery({
    queryKey: ['blocked', 'one', id],
    queryFn: () => take(api.GET('/blocked/{id}', { params: { path: { id } } })),
  });
}
