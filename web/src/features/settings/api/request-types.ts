import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api, take } from '@/lib/api/client';
import type { RequestTypeInput } from '@/lib/api/types';

/** Request types are shown wherever cases are, and mailboxes give them. */
function useRefresh() {
  const client = useQueryClient();
  return async () => {
    await client.invalidateQueries({ queryKey: ['request-types'] });
    void client.invalidateQueries({ queryKey: ['cases'] });
    void client.invalidateQueries({ queryKey: ['mailboxes'] });
  };
}

/** Creates a request type, the last of all. */
export function useCreateRequestType() {
  const refresh = useRefresh();
  return useMutation({
    mutationFn: (name: string) => take(api.POST('/request-types', { body: { name } })),
    onSuccess: refresh,
  });
}

/** Changes a request type; a position moves it. */
export function useChangeRequestType() {
  const refresh = useRefresh();
  return useMutation({
    mutationFn: ({ id, ...body }: RequestTypeInput & { id: string }) =>
      take(api.PATCH('/request-types/{id}', { params: { path: { id } }, body })),
    onSuccess: refresh,
  });
}

/** Archives a request type; another one may stand for it. */
export function useArchiveRequestType() {
  const refresh = useRefresh();
  return useMutation({
    mutationFn: ({ id, replaced_by }: { id: string; replaced_by: string | null }) =>
      take(api.POST('/request-types/{id}/archive', { params: { path: { id } }, body: { replaced_by } })),
    onSuccess: refresh,
  });
}

/** Takes a request type out of the archive. */
export function useRestoreRequestType() {
  const refresh = useRefresh();
  return useMutation({
    mutationFn: (id: string) => take(api.POST('/request-types/{id}/restore', { params: { path: { id } } })),
    onSuccess: refresh,
  });
}
