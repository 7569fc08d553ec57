// What can still be done to a message that was written: take it back, move it, try it again, write it anew.
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api, take } from '@/lib/api/client';
import type { Correction } from '@/lib/api/types';

/** A message of a case. */
export type Place = { id: string; mid: string };

/** Everything that shows such a message is asked for again. */
function useRefresh() {
  const client = useQueryClient();
  return () => {
    for (const key of ['cases', 'outbox', 'persons', 'summary'])
      void client.invalidateQueries({ queryKey: [key] });
  };
}

export function useTakeBack() {
  const refresh = useRefresh();
  return useMutation({
    mutationFn: (path: Place) => take(api.POST('/cases/{id}/messages/{mid}/take-back', { params: { path } })),
    onSettled: refresh,
  });
}

export function useScheduleMessage() {
  const refresh = useRefresh();
  return useMutation({
    mutationFn: ({ send_at, ...path }: Place & { send_at: string | null }) =>
      take(
        api.POST('/cases/{id}/messages/{mid}/schedule', {
          params: { path },
          body: { send_at: send_at ?? undefined },
        }),
      ),
    onSettled: refresh,
  });
}

export function useSendMessageAgain() {
  const refresh = useRefresh();
  return useMutation({
    mutationFn: (path: Place) =>
      take(api.POST('/cases/{id}/messages/{mid}/send-again', { params: { path } })),
    onSettled: refresh,
  });
}

export function useRewrite() {
  const refresh = useRefresh();
  return useMutation({
    mutationFn: ({ correction, ...path }: Place & { correction: Correction }) =>
      take(api.POST('/cases/{id}/messages/{mid}/rewrite', { params: { path }, body: correction })),
    onSettled: refresh,
  });
}
