import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api, take } from '@/lib/api/client';

/** Imports one mail and tells each step of it. */
export function useDebugIntake(id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => take(api.POST('/intake/{id}/debug', { params: { path: { id } } })),
    onSettled: () => {
      for (const key of ['intake', 'timeline', 'cases', 'summary'])
        void client.invalidateQueries({ queryKey: [key] });
    },
  });
}
