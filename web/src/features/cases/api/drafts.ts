import { queryOptions } from '@tanstack/react-query';
import { api, take } from '@/lib/api/client';
import type { DraftInput } from '@/lib/api/types';
import { withNames, withoutNames } from '@/lib/mail/named-recipients';
import type { Slot } from '../draft';
import { arrived, draftsOf } from '../last-words';
import { putAtLast } from './put-at-last';

/** What the user has begun to write in a case, on any device. */
export function draftsQuery(id: string) {
  return queryOptions({
    queryKey: ['cases', 'drafts', id],
    queryFn: async () => {
      await arrived(draftsOf(id));
      const drafts = await take(api.GET('/cases/{id}/drafts', { params: { path: { id } } }));
      return { ...drafts, rows: drafts.rows.map(withoutNames) };
    },
    // Behind it the drafts were kept as they were typed: what was read before that is older.
    gcTime: 0,
  });
}

export function putDraft(id: string, mode: Slot, body: DraftInput) {
  return take(
    api.PUT('/cases/{id}/drafts/{mode}', { params: { path: { id, mode } }, body: withNames(body) }),
  );
}

/** Keeps a draft while the page goes away. */
export function putDraftAtLast(id: string, mode: Slot, body: DraftInput) {
  return putAtLast(`/cases/${id}/drafts/${mode}`, withNames(body));
}

/** Throws a draft away; one that was never kept is gone as well. */
export function deleteDraft(id: string, mode: Slot): Promise<unknown> {
  return api.DELETE('/cases/{id}/drafts/{mode}', { params: { path: { id, mode } } });
}
