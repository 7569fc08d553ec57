import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api, take } from '@/lib/api/client';

/** A user's own outgoing server, where he set one. */
export function useUserTransport(id: string) {
  return useQuery({
    queryKey: ['users', 'one', id, 'transport'],
    queryFn: () => take(api.GET('/users/{id}/transport', { params: { path: { id } } })),
  }).data?.transport;
}

/** Removes it with its password. */
export function useDeleteUserTransport(id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => take(api.DELETE('/users/{id}/transport', { params: { path: { id } } })),
    onSuccess: () => void client.invalidateQueries({ queryKey: ['users', 'one', id, 'transport'] }),
  });
}
