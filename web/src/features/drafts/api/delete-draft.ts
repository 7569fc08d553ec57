import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api, take } from '@/lib/api/client';
import type { Draft } from '@/lib/api/types';
import { placeOf } from '../place';

/** Throws a draft away. */
export function useDeleteDraft() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (draft: Draft) => {
      const place = placeOf(draft);
      // The one that is seen here: what another window wrote there meanwhile is looked at first.
      if (!place) {
        const query = { version: draft.version, mail_key: draft.mail_key ?? undefined };
        return take(api.DELETE('/drafts/new', { params: { query } }));
      }
      return take(api.DELETE('/cases/{id}/drafts/{mode}', { params: { path: place } }));
    },
    onSettled: () => {
      void client.invalidateQueries({ queryKey: ['drafts'] });
      void client.invalidateQueries({ queryKey: ['cases', 'drafts'] });
    },
  });
}
