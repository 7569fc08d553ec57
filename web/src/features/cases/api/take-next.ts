import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api, take } from '@/lib/api/client';

/** Takes the next case of the queue; answers with its id, or null when the queue is empty. */
export function useTakeNext() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => take(api.POST('/cases/next')),
    onSettled: () => {
      void client.invalidateQueries({ queryKey: ['cases'] });
      void client.invalidateQueries({ queryKey: ['summary'] });
    },
  });
}
