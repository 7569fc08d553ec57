import { useQuery } from '@tanstack/react-query';
import { api, take } from '@/lib/api/client';
import { useOwnSending } from '@/lib/requests/own-sending';

/** Whom each way of answering goes to, as whom, and how much fits. */
export function useCompose(id: string, message_id: string | null) {
  return useQuery({
    queryKey: ['cases', 'compose', id, message_id],
    queryFn: () =>
      take(
        api.GET('/cases/{id}/compose', {
          params: { path: { id }, query: { message_id: message_id ?? undefined } },
        }),
      ),
  });
}

/** How long the user can take a mail back, seconds. */
export function useUndoTime() {
  return useOwnSending().data?.undo_s ?? 10;
}
