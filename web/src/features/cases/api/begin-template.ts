import { useMutation } from '@tanstack/react-query';
import { api, take } from '@/lib/api/client';
import type { TemplateUse } from '@/lib/api/types';
import { withName, withoutNames } from '@/lib/mail/named-recipients';

/** What a template brings to what is written: its text in the language of whom it goes to, its files, its recipients. */
export function useBeginTemplate() {
  return useMutation({
    mutationFn: async ({ id, use }: { id: string; use: TemplateUse }) => {
      const body = { ...use, to: use.to && withName(use.to) };
      const begun = await take(api.POST('/templates/{id}/begin', { params: { path: { id } }, body }));
      return { ...begun, recipients: withoutNames(begun.recipients) };
    },
  });
}
