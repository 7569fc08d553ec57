import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api, take } from '@/lib/api/client';

/** Gives a case exactly these tags. */
export function usePutTags(id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: { names: string[] }) =>
      take(api.PUT('/cases/{id}/tags', { params: { path: { id } }, body })),
    onSettled: () => {
      for (const key of ['cases', 'summary', 'tags']) void client.invalidateQueries({ queryKey: [key] });
    },
  });
}
