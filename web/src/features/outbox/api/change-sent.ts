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

/** Makes the draft of a new case of it, under a key of its own. */
export function useWriteAnew() {
  const refresh = useRefresh(['drafts', 'compose']);
  return useMutation({
    mutationFn: ({ id, ...body }: { id: string; mail_key: string; to?: string }) =>
      take(api.POST('/sent/{id}/anew', { params: { path: { id } }, body })),
    onSettled: refresh,
  });
}

/** The right address, and whether it is the recipient's from then on. */
export type Readdressed = { address: string; lasting: boolean };

/** Makes a draft in its case of a mail that did not arrive, to the right address. */
export function useRewriteSent() {
  const refresh = useRefresh(['cases', 'drafts', 'outbox', 'persons', 'summary']);
  return useMutation({
    mutationFn: ({ address, lasting, ...path }: Readdressed & { id: string; mid: string }) =>
      take(
        api.POST('/cases/{id}/messages/{mid}/rewrite', {
          params: { path },
          body: { address, lasting },
        }),
      ),
    onSettled: refresh,
  });
}
