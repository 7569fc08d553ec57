import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api, take } from '@/lib/api/client';

/** Puts mail that failed back into the outbox's queue. */
export function useSendAgain() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (ids: string[]) => take(api.POST('/outbox/send', { body: { ids } })),
    onSettled: () => {
      for (const key of ['outbox', 'cases', 'timeline', 'summary'])
        void client.invalidateQueries({ queryKey: [key] });
    },
  });
}
