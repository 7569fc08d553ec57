import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api, take } from '@/lib/api/client';
import type { Priority } from '@/lib/api/types';

/** Two priorities change places: each takes the other's rank. */
export function useSwapPriorities() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: async ([one, other]: [Priority, Priority]) => {
      await take(
        api.PATCH('/priorities/{id}', { params: { path: { id: one.id } }, body: { rank: other.rank } }),
      );
      await take(
        api.PATCH('/priorities/{id}', { params: { path: { id: other.id } }, body: { rank: one.rank } }),
      );
    },
    onSettled: () => client.invalidateQueries({ queryKey: ['priorities'] }),
  });
}
