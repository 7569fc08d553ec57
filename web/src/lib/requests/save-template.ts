import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api, take } from '@/lib/api/client';
import type { TemplateInput } from '@/lib/api/types';

/** Creates a template, or changes the one with the id. */
export function useSaveTemplate() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ id, input }: { id?: string; input: TemplateInput }) =>
      id
        ? take(api.PATCH('/templates/{id}', { params: { path: { id } }, body: input }))
        : take(api.POST('/templates', { body: input })),
    onSuccess: () => client.invalidateQueries({ queryKey: ['templates'] }),
  });
}
