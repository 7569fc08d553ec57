import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api, take } from '@/lib/api/client';

/** Takes a merged case out of the other one. */
export function useUnmergeCase() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => take(api.POST('/cases/{id}/unmerge', { params: { path: { id } } })),
    onSettled: () => client.invalidateQueries({ queryKey: ['cases'] }),
  });
}
