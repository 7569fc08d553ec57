// The new mail of whoever is signed in, begun with a text that is ready.
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api, take } from '@/lib/api/client';

/** A mail was begun before, which this one would take the place of. */
export class Begun extends Error {}

/** Begins a new mail with this subject and text, whose recipients are left open; `replace` also where one was begun. */
export function useBeginMail() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: async ({ replace, ...mail }: { subject: string; text: string; replace: boolean }) => {
      const begun = await take(api.GET('/drafts/new'));
      if (begun && !replace) throw new Begun();
      return take(api.PUT('/drafts/new', { body: { ...mail, seen_version: begun?.version ?? null } }));
    },
    onSettled: () => {
      for (const key of ['drafts', 'compose']) void client.invalidateQueries({ queryKey: [key] });
    },
  });
}
