import { useMutation } from '@tanstack/react-query';
import { api, take } from '@/lib/api/client';
import type { TemplateUse } from '@/lib/api/types';

/** A template with its variables filled in for what is written, in the language of whom it goes to. */
export function useFillTemplate() {
  return useMutation({
    mutationFn: ({ id, use }: { id: string; use: TemplateUse }) =>
      take(api.POST('/templates/{id}/fill', { params: { path: { id } }, body: use })),
  });
}
