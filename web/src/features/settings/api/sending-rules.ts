import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api, take } from '@/lib/api/client';

/** What is left out stays: whoever changes one rule names that one alone, as others may have changed the rest meanwhile. */
export type SendingRulesInput = {
  agent_name?: boolean;
  own_address?: boolean;
  anonymous?: boolean;
  identity_id?: string | null;
  unverified?: 'warn' | 'refuse' | 'rewrite';
  list_recipients_max?: number;
};

const KEY = ['transport', 'sending'];

/** Under whose name the organisation's mail is sent. */
export function useSendingRules() {
  return useQuery({ queryKey: KEY, queryFn: () => take(api.GET('/sending')) });
}

export function useChangeSendingRules() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: SendingRulesInput) => take(api.PUT('/sending', { body })),
    onSuccess: (rules) => {
      client.setQueryData(KEY, rules);
      // What becomes of a sender hangs on them.
      void client.invalidateQueries({ queryKey: ['transport', 'sender-check'] });
    },
  });
}
