import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api, take } from '@/lib/api/client';
import { sessionQuery } from '@/lib/session/session-query';

/** Signs in; the session is in the cache afterwards. */
export function useSignIn() {
  const client = useQueryClient();
  return useMutation({
    mutationKey: ['sign-in'],
    mutationFn: (given: { email: string; password: string }) => take(api.POST('/session', { body: given })),
    onSuccess: (session) => {
      client.clear();
      client.setQueryData(sessionQuery.queryKey, session);
    },
  });
}
