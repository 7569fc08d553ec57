import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api, take } from '@/lib/api/client';

/** Moves messages into another case. */
export function useMoveMessages(id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: { message_ids: string[]; to: string }) =>
      take(api.POST('/cases/{id}/move', { params: { path: { id } }, body })),
    onSettled: () => {
      for (const key of ['cases', 'summary', 'tags']) void client.invalidateQueries({ queryKey: [key] });
    },
  });
}
