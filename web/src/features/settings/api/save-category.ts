import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api, take } from '@/lib/api/client';

/** Creates a category, or renames the one with the id. */
export function useSaveCategory() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ id, name }: { id?: string; name: string }) =>
      id
        ? take(api.PATCH('/categories/{id}', { params: { path: { id } }, body: { name } }))
        : take(api.POST('/categories', { body: { name } })),
    onSuccess: () => client.invalidateQueries({ queryKey: ['categories'] }),
  });
}
