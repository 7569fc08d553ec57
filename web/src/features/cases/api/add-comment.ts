import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api, take } from '@/lib/api/client';

/** Writes an internal comment; only colleagues see it. */
export function useAddComment(id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (text: string) =>
      take(api.POST('/cases/{id}/comments', { params: { path: { id } }, body: { text } })),
    onSettled: () => void client.invalidateQueries({ queryKey: ['cases'] }),
  });
}
