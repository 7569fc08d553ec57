import { useQuery } from '@tanstack/react-query';
import { api, take } from '@/lib/api/client';

/** One company. */
export function useCompany(id: string | undefined) {
  return useQuery({
    queryKey: ['companies', 'one', id],
    queryFn: () => take(api.GET('/companies/{id}', { params: { path: { id: id ?? '' } } })),
    enabled: id !== undefined,
    // A form takes it over once.
    gcTime: 0,
  });
}
