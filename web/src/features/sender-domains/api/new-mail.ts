// The new mail of whoever is signed in, begun with a text that is ready.
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api, take } from '@/lib/api/client';

/** Begins a new mail with this subject and text under a key of its own, whose recipients are left open. */
export function useBeginMail() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ mail_key, ...body }: { subject: string; text: string; mail_key: string }) =>
      take(api.PUT('/drafts/new', { params: { query: { mail_key } }, body })),
    onSettled: () => {
      for (const key of ['drafts', 'compose']) void client.invalidateQueries({ queryKey: [key] });
    },
  });
}
