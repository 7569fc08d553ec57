import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api, take } from '@/lib/api/client';
import type { FilterInput } from '@/lib/api/types';

/** Creates a filter, or changes the one with the id. */
export function useSaveFilter() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ id, input }: { id?: string; input: FilterInput }) =>
      id
        ? take(api.PATCH('/filters/{id}', { params: { path: { id } }, body: input }))
        : take(api.POST('/filters', { body: input })),
    onSuccess: () => client.invalidateQueries({ queryKey: ['filters'] }),
  });
}
