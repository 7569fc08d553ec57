import { useQuery } from '@tanstack/react-query';
import { api, take } from '@/lib/api/client';

/** One mail of the inbox queue with its content. */
export function useIntakeDetail(id: string) {
  return useQuery({
    queryKey: ['intake', 'one', id],
    queryFn: () => take(api.GET('/intake/{id}', { params: { path: { id } } })),
  });
}
