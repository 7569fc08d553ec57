// What is done to mail that waits: try it at once, stop it, let it go, move it to another time.
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api, take } from '@/lib/api/client';

function useRefresh() {
  const client = useQueryClient();
  return () => {
    for (const key of ['outbox', 'cases', 'timeline', 'summary']) {
      void client.invalidateQueries({ queryKey: [key] });
    }
  };
}

export function useHoldOutbox() {
  const refresh = useRefresh();
  return useMutation({
    mutationFn: (ids: string[]) => take(api.POST('/outbox/hold', { body: { ids } })),
    onSettled: refresh,
  });
}

export function useRetryOutbox() {
  const refresh = useRefresh();
  return useMutation({
    mutationFn: (ids: string[]) => take(api.POST('/outbox/retry', { body: { ids } })),
    onSettled: refresh,
  });
}

export function useReleaseOutbox() {
  const refresh = useRefresh();
  return useMutation({
    mutationFn: (ids: string[]) => take(api.POST('/outbox/release', { body: { ids } })),
    onSettled: refresh,
  });
}

export function useScheduleOutbox() {
  const refresh = useRefresh();
  return useMutation({
    mutationFn: ({ id, send_at }: { id: string; send_at: string | null }) =>
      take(
        api.POST('/outbox/{id}/schedule', {
          params: { path: { id } },
          body: { send_at: send_at ?? undefined },
        }),
      ),
    onSettled: refresh,
  });
}
