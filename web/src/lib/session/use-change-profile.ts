import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api, take } from '@/lib/api/client';
import type { Language, Session, Theme } from '@/lib/api/types';
import { sessionQuery } from './session-query';

export type ProfileChange = { name?: string; language?: Language; theme?: Theme };

/** Changes the signed-in user's name, language or appearance; shown at once, taken back on refusal. */
export function useChangeProfile() {
  const client = useQueryClient();
  const put = (change: ProfileChange) =>
    client.setQueryData<Session>(sessionQuery.queryKey, (session) =>
      session ? { ...session, user: { ...session.user, ...change } } : session,
    );
  return useMutation({
    mutationFn: (change: ProfileChange) => take(api.PATCH('/profile', { body: change })),
    onMutate: (change) => {
      const before = client.getQueryData(sessionQuery.queryKey);
      put(change);
      return before;
    },
    onSuccess: (user) => put(user),
    onError: (_error, _change, before) => client.setQueryData(sessionQuery.queryKey, before),
  });
}
