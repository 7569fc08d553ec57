import { useBulk } from '@/lib/api/bulk';
import { api, take } from '@/lib/api/client';

/** Takes outgoing mail out of the bin. */
export function useRestoreOutbox() {
  return useBulk((ids) => take(api.POST('/outbox/restore', { body: { ids } })), ['outbox', 'cases']);
}
