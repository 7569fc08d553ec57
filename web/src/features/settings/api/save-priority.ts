import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api, take } from '@/lib/api/client';

/** Creates a priority of this rank, or renames the one with the id. */
export function useSavePriority() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ id, name, rank }: { id?: string; name: string; rank: number }) =>
      id
        ? take(api.PATCH('/priorities/{id}', { params: { path: { id } }, body: { name } }))
        : take(api.POST('/priorities', { body: { name, rank } })),
    onSuccess: () => client.invalidateQueries({ queryKey: ['priorities'] }),
  });
}
