import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api, take } from '@/lib/api/client';
import type { ReturnRuleInput } from '@/lib/api/types';

/** The organisation's own rules. */
export function useReturnRules(enabled = true) {
  return useQuery({
    queryKey: ['returns', 'rules'],
    queryFn: () => take(api.GET('/return-rules')),
    enabled,
  });
}

/** A rule as it shall be; without an id it is new. */
export type RuleDraft = { id: string | undefined; body: ReturnRuleInput };

/** What a rule would have changed. */
export function useTryRule() {
  return useMutation({
    mutationFn: ({ id, body }: RuleDraft) =>
      id === undefined
        ? take(api.POST('/return-rules/try', { body }))
        : take(api.POST('/return-rules/{id}/try', { params: { path: { id } }, body })),
  });
}

/** What would have changed without a rule. */
export function useTryWithoutRule() {
  return useMutation({
    mutationFn: (id: string) =>
      take(api.POST('/return-rules/{id}/try-without', { params: { path: { id } } })),
  });
}

/** Makes a rule, or changes one. */
export function useSaveRule() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ id, body }: RuleDraft) =>
      id === undefined
        ? take(api.POST('/return-rules', { body }))
        : take(api.PATCH('/return-rules/{id}', { params: { path: { id } }, body })),
    onSuccess: () => client.invalidateQueries({ queryKey: ['returns'] }),
  });
}

/** Deletes a rule. */
export function useDeleteRule() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => take(api.DELETE('/return-rules/{id}', { params: { path: { id } } })),
    onSettled: () => client.invalidateQueries({ queryKey: ['returns'] }),
  });
}
