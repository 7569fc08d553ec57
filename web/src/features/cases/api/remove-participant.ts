import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api, take } from '@/lib/api/client';

/** Takes somebody out of a case. */
export function useRemoveParticipant(id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: { address: string }) =>
      take(api.POST('/cases/{id}/participants/remove', { params: { path: { id } }, body })),
    onSettled: () => {
      for (const key of ['cases', 'summary', 'tags']) void client.invalidateQueries({ queryKey: [key] });
    },
  });
}
