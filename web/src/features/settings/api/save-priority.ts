import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api, take } from '@/lib/api/client';
import type { PriorityChange } from '@/lib/api/types';

/** Creates a priority of this rank, or changes the one with the id. */
export function useSavePriority() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({
      id,
      name,
      rank,
      ...rest
    }: PriorityChange & { id?: string; name: string; rank: number }) =>
      id
        ? take(api.PATCH('/priorities/{id}', { params: { path: { id } }, body: { name, ...rest } }))
        : take(api.POST('/priorities', { body: { name, rank } })),
    onSuccess: () => client.invalidateQueries({ queryKey: ['priorities'] }),
  });
}
