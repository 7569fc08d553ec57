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

/** Deletes an application that nothing signs in with. */
export function useDeleteApplication() {
  const refresh = useOauthRefresh();
  return useMutation({
    mutationFn: (id: string) => take(api.DELETE('/oauth/applications/{id}', { params: { path: { id } } })),
    onSuccess: refresh,
  });
}
