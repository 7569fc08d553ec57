import { useQuery } from '@tanstack/react-query';
import { api, take } from '@/lib/api/client';

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
  const found = useQuery({
    queryKey: ['session', 'sending'],
    queryFn: () => take(api.GET('/profile/sending')),
    staleTime: 60_000,
  });
  return found.data?.undo_s ?? 10;
}
