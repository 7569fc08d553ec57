import { useQuery } from '@tanstack/react-query';
import { api, take } from '@/lib/api/client';

/** One person. */
export function usePerson(id: string) {
  return useQuery({
    queryKey: ['persons', 'one', id],
    queryFn: () => take(api.GET('/persons/{id}', { params: { path: { id } } })),
    // A form takes it over once, with its version.
    gcTime: 0,
  });
}
