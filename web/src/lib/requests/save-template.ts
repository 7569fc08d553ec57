import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api, take } from '@/lib/api/client';
import type { TemplateInput } from '@/lib/api/types';
import { withNames } from '@/lib/mail/named-recipients';

/** Creates a template, or changes the one with the id. */
export function useSaveTemplate() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ id, input }: { id?: string; input: TemplateInput }) => {
      const body = { ...input, recipients: input.recipients && withNames(input.recipients) };
      return id
        ? take(api.PATCH('/templates/{id}', { params: { path: { id } }, body }))
        : take(api.POST('/templates', { body }));
    },
    onSuccess: () => client.invalidateQueries({ queryKey: ['templates'] }),
  });
}
