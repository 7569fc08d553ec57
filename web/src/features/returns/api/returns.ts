import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api, take } from '@/lib/api/client';
import type { ReturnRuleInput } from '@/lib/api/types';

/** The returns that somebody should look at. */
export function useReturnsToReview() {
  return useQuery({
    queryKey: ['returns', 'review'],
    queryFn: () => take(api.GET('/returns/review')),
  });
}

/** The organisation's own rules. */
export function useReturnRules() {
  return useQuery({ queryKey: ['returns', 'rules'], queryFn: () => take(api.GET('/return-rules')) });
}

/** What a rule would have changed. */
export function useTryRule() {
  return useMutation({
    mutationFn: (body: ReturnRuleInput) => take(api.POST('/return-rules/try', { body })),
  });
}

/** Makes a rule. */
export function useCreateRule() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: ReturnRuleInput) => take(api.POST('/return-rules', { body })),
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
