import { useMutation, useQuery } from '@tanstack/react-query';
import { api, take } from '@/lib/api/client';
import type { TemplateUse } from '@/lib/api/types';
import { withName } from '@/lib/mail/named-recipients';

/** The FAQ entries that fit what the customer wrote last, the best first. */
export function useFaqSuggestions(caseId: string | undefined, wanted: boolean) {
  return useQuery({
    queryKey: ['faq-entries', 'of-case', caseId],
    queryFn: async () =>
      (await take(api.GET('/cases/{id}/faq', { params: { path: { id: caseId ?? '' } } }))).rows,
    enabled: wanted && caseId !== undefined,
    staleTime: 0,
  });
}

/** An entry's answer with its variables filled in for what is written. */
export function useFillFaq() {
  return useMutation({
    mutationFn: ({ id, use }: { id: string; use: TemplateUse }) =>
      take(
        api.POST('/faq-entries/{id}/fill', {
          params: { path: { id } },
          body: { ...use, to: use.to && withName(use.to) },
        }),
      ),
  });
}
