import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api, take } from '@/lib/api/client';

/** Ends a pause. */
export function useLiftPause() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => take(api.DELETE('/auto-replies/pauses/{id}', { params: { path: { id } } })),
    onSettled: () => client.invalidateQueries({ queryKey: ['auto-replies', 'pauses'] }),
  });
}
