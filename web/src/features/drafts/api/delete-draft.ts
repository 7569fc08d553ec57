import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api, take } from '@/lib/api/client';
import { ApiProblem } from '@/lib/api/problem';
import type { Draft } from '@/lib/api/types';
import { placeOf } from '../place';

type Thrown = {
  draft: Draft;
  /** Under which name it was written here. */
  writer?: string;
  /** Whether it may never have been kept. */
  isUnsaved: boolean;
};

async function deleteDraft({ draft, writer, isUnsaved }: Thrown): Promise<void> {
  const place = placeOf(draft);
  // The one that is seen here: what another window wrote there meanwhile is looked at first.
  if (!place) {
    const query = { version: draft.version, writer, mail_key: draft.mail_key ?? undefined };
    await take(api.DELETE('/drafts/new', { params: { query } }));
    return;
  }
  try {
    await take(api.DELETE('/cases/{id}/drafts/{mode}', { params: { path: place } }));
  } catch (error) {
    const isNone = error instanceof ApiProblem && error.status === 404;
    if (!(isNone && isUnsaved)) throw error;
  }
}

/** Throws a draft away. */
export function useDeleteDraft() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: deleteDraft,
    onSettled: () => {
      void client.invalidateQueries({ queryKey: ['drafts'] });
      void client.invalidateQueries({ queryKey: ['cases', 'drafts'] });
    },
  });
}
