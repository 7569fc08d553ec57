import { useBulk } from '@/lib/api/bulk';
import { api, take } from '@/lib/api/client';

/** Takes outgoing mail out of the bin for good. */
export function usePurgeOutbox() {
  return useBulk((ids) => take(api.POST('/outbox/purge', { body: { ids } })), ['outbox', 'cases']);
}
