import { useQuery } from '@tanstack/react-query';
import { api, take } from '@/lib/api/client';

/** A template with its texts. */
export function useTemplate(id: string | undefined) {
  return useQuery({
    queryKey: ['templates', 'one', id],
    queryFn: () => take(api.GET('/templates/{id}', { params: { path: { id: id ?? '' } } })),
    enabled: id !== undefined,
    staleTime: 0,
  });
}
