import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api, take } from '@/lib/api/client';
import type { Category } from '@/lib/api/types';

/** Two categories change places: each takes the other's position. */
export function useSwapCategories() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: async ([one, other]: [Category, Category]) => {
      await take(
        api.PATCH('/categories/{id}', {
          params: { path: { id: one.id } },
          body: { position: other.position },
        }),
      );
      await take(
        api.PATCH('/categories/{id}', {
          params: { path: { id: other.id } },
          body: { position: one.position },
        }),
      );
    },
    onSettled: () => client.invalidateQueries({ queryKey: ['categories'] }),
  });
}
