import { useMutation } from '@tanstack/react-query';
import { api, take } from '@/lib/api/client';
import type { OauthApplicationInput } from '@/lib/api/types';
import { useOauthRefresh } from '@/lib/requests/oauth';

/** Registers an application, or changes the one with the id. */
export function useSaveApplication() {
  const refresh = useOauthRefresh();
  return useMutation({
    mutationFn: ({ id, body }: { id?: string; body: OauthApplicationInput }) =>
      id
        ? take(api.PATCH('/oauth/applications/{id}', { params: { path: { id } }, body }))
        : take(api.POST('/oauth/applications', { body })),
    onSuccess: refresh,
  });
}

/** How many mailboxes are asked about at once; with more, nobody knows the number. */
const MAILBOXES_MAX = 200;

/** How many mailboxes, and the outgoing server, have signed in with an application; undefined for unknown. */
export async function countSignedIn(id: string): Promise<number | undefined> {
  const query = { sort: 'address', limit: MAILBOXES_MAX } as const;
  const [mailboxes, transport] = await Promise.all([
    take(api.GET('/mailboxes', { params: { query } })),
    take(api.GET('/transport')),
  ]);
  if (mailboxes.next) return undefined;
  return [...mailboxes.rows, transport].filter((row) => row.oauth && row.oauth_application_id === id).length;
}

/** Deletes an application that nothing signs in with. */
export function useDeleteApplication() {
  const refresh = useOauthRefresh();
  return useMutation({
    mutationFn: (id: string) => take(api.DELETE('/oauth/applications/{id}', { params: { path: { id } } })),
    onSuccess: refresh,
  });
}
