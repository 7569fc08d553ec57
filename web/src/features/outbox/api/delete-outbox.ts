import { useBulk } from '@/lib/api/bulk';
import { api, take } from '@/lib/api/client';

/** Puts outgoing mail into the bin; it is not sent. */
export function useDeleteOutbox() {
  return useBulk((ids) => take(api.POST('/outbox/delete', { body: { ids } })), ['outbox', 'cases']);
}
