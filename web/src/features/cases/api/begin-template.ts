import { useMutation } from '@tanstack/react-query';
import { api, take } from '@/lib/api/client';
import type { TemplateUse } from '@/lib/api/types';

/** What a template brings to what is written: its text in the language of whom it goes to, its files, its recipients. */
export function useBeginTemplate() {
  return useMutation({
    mutationFn: ({ id, use }: { id: string; use: TemplateUse }) =>
      take(api.POST('/templates/{id}/begin', { params: { path: { id } }, body: use })),
  });
}
