import { useQuery } from '@tanstack/react-query';
import { api, take } from '@/lib/api/client';

/** One user. */
export function useUser(id: string) {
  return useQuery({
    queryKey: ['users', 'one', id],
    queryFn: () => take(api.GET('/users/{id}', { params: { path: { id } } })),
  });
}
