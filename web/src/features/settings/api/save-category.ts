import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api, take } from '@/lib/api/client';
import type { CategoryChange } from '@/lib/api/types';

/** Creates a category, or changes the one with the id. */
export function useSaveCategory() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ id, name, ...rest }: CategoryChange & { id?: string; name: string }) =>
      id
        ? take(api.PATCH('/categories/{id}', { params: { path: { id } }, body: { name, ...rest } }))
        : take(api.POST('/categories', { body: { name } })),
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: ['categories'] });
      void client.invalidateQueries({ queryKey: ['users'] });
    },
  });
}
