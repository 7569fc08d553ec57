import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { api, take } from '@/lib/api/client';
import type { FaqRules } from '@/lib/api/types';

export const faqRulesQuery = queryOptions({
  queryKey: ['faq-rules'],
  queryFn: () => take(api.GET('/faq-rules')),
});

/** Sets how well an entry must fit, and how many are suggested at most. */
export function useSaveFaqRules() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: FaqRules) => take(api.PUT('/faq-rules', { body })),
    onSuccess: (rules) => client.setQueryData(faqRulesQuery.queryKey, rules),
  });
}
