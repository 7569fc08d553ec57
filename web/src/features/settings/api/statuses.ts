import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api, take } from '@/lib/api/client';
import type { NewStatus, StatusInput } from '@/lib/api/types';

/** Statuses are shown wherever cases are. */
function useRefresh() {
  const client = useQueryClient();
  return async () => {
    await client.invalidateQueries({ queryKey: ['statuses'] });
    void client.invalidateQueries({ queryKey: ['cases'] });
  };
}

/** Creates a status. */
export function useCreateStatus() {
  const refresh = useRefresh();
  return useMutation({
    mutationFn: (body: NewStatus) => take(api.POST('/statuses', { body })),
    onSuccess: refresh,
  });
}

/** Changes a status; a position moves it among those of its kind. */
export function useChangeStatus() {
  const refresh = useRefresh();
  return useMutation({
    mutationFn: ({ id, ...body }: StatusInput & { id: string }) =>
      take(api.PATCH('/statuses/{id}', { params: { path: { id } }, body })),
    onSuccess: refresh,
  });
}

/** Archives a status; another of its kind stands for it. */
export function useArchiveStatus() {
  const refresh = useRefresh();
  return useMutation({
    mutationFn: ({ id, replaced_by }: { id: string; replaced_by: string }) =>
      take(api.POST('/statuses/{id}/archive', { params: { path: { id } }, body: { replaced_by } })),
    onSuccess: refresh,
  });
}

/** Takes a status out of the archive. */
export function useRestoreStatus() {
  const refresh = useRefresh();
  return useMutation({
    mutationFn: (id: string) => take(api.POST('/statuses/{id}/restore', { params: { path: { id } } })),
    onSuccess: refresh,
  });
}
