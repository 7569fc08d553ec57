// What is done with mail that was sent: try those again whom it did not reach, or begin another with it.
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api, take } from '@/lib/api/client';

function useRefresh(keys: string[]) {
  const client = useQueryClient();
  return () => {
    for (const key of keys) void client.invalidateQueries({ queryKey: [key] });
  };
}

export function useSendSentAgain() {
  const refresh = useRefresh(['outbox', 'cases', 'timeline', 'summary']);
  return useMutation({
    mutationFn: (id: string) => take(api.POST('/sent/{id}/send-again', { params: { path: { id } } })),
    onSettled: refresh,
  });
}

/** Makes the draft of a new case of it; `replace` also where one was begun. */
export function useWriteAnew() {
  const refresh = useRefresh(['drafts', 'compose']);
  return useMutation({
    mutationFn: ({ id, replace }: { id: string; replace: boolean }) =>
      take(api.POST('/sent/{id}/anew', { params: { path: { id } }, body: { replace } })),
    onSettled: refresh,
  });
}
