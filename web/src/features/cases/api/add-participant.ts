import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api, take } from '@/lib/api/client';

/** Adds somebody to a case, or changes his part in it. */
export function useAddParticipant(id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: { address: string; name?: string; role: 'customer' | 'cc' }) =>
      take(api.POST('/cases/{id}/participants', { params: { path: { id } }, body })),
    onSettled: () => {
      for (const key of ['cases', 'summary', 'tags']) void client.invalidateQueries({ queryKey: [key] });
    },
  });
}
