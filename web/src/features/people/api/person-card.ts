import { useQuery } from '@tanstack/react-query';
import { api, take } from '@/lib/api/client';

/** What came back from a person's addresses, what was decided, and where he takes part. */
export function usePersonCard(id: string) {
  return useQuery({
    queryKey: ['persons', 'card', id],
    queryFn: () => take(api.GET('/persons/{id}/card', { params: { path: { id } } })),
  });
}
