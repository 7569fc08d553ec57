import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api, take } from '@/lib/api/client';

/** Makes messages a case of their own; answers with it. */
export function useSplitCase(id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: { message_ids: string[] }) =>
      take(api.POST('/cases/{id}/split', { params: { path: { id } }, body })),
    onSettled: () => {
      for (const key of ['cases', 'summary', 'tags']) void client.invalidateQueries({ queryKey: [key] });
    },
  });
}
