import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api, take } from '@/lib/api/client';

const KEY = ['transport', 'sending'];

/** Under whose name the organisation's mail is sent. */
export function useSendingRules() {
  return useQuery({ queryKey: KEY, queryFn: () => take(api.GET('/sending')) });
}

export function useChangeSendingRules() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (agent_name: boolean) => take(api.PUT('/sending', { body: { agent_name } })),
    onSuccess: (rules) => client.setQueryData(KEY, rules),
  });
}
