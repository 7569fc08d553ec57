import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api, take } from '@/lib/api/client';
import { noteSignedIn } from '@/lib/session/known-here';
import { sessionQuery } from '@/lib/session/session-query';

/** Signs in; the session is in the cache afterwards. */
export function useSignIn() {
  const client = useQueryClient();
  return useMutation({
    mutationKey: ['sign-in'],
    mutationFn: (given: { email: string; password: string }) => take(api.POST('/session', { body: given })),
    onSuccess: (session) => {
      noteSignedIn();
      client.clear();
      client.setQueryData(sessionQuery.queryKey, session);
    },
  });
}
