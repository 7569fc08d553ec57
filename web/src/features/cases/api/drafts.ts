import { queryOptions } from '@tanstack/react-query';
import { address, api, take } from '@/lib/api/client';
import type { DraftInput } from '@/lib/api/types';
import type { Slot } from '../draft';

/** What the user has begun to write in a case, on any device. */
export function draftsQuery(id: string) {
  return queryOptions({
    queryKey: ['cases', 'drafts', id],
    queryFn: () => take(api.GET('/cases/{id}/drafts', { params: { path: { id } } })),
  });
}

export function putDraft(id: string, mode: Slot, body: DraftInput) {
  return take(api.PUT('/cases/{id}/drafts/{mode}', { params: { path: { id, mode } }, body }));
}

/** Keeps a draft while the page goes away: the browser sends it even when nobody waits for the answer. */
export function putDraftAtLast(id: string, mode: Slot, body: DraftInput): void {
  void fetch(address(`/cases/${id}/drafts/${mode}`), {
    method: 'PUT',
    keepalive: true,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  }).catch(() => undefined);
}

/** Throws a draft away; one that was never kept is gone as well. */
export function deleteDraft(id: string, mode: Slot): Promise<unknown> {
  return api.DELETE('/cases/{id}/drafts/{mode}', { params: { path: { id, mode } } });
}
