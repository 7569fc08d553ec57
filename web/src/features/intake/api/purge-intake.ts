import { useBulk } from '@/lib/api/bulk';
import { api, take } from '@/lib/api/client';

/** Takes mail out of the bin for good. */
export function usePurgeIntake() {
  return useBulk((ids) => take(api.POST('/intake/purge', { body: { ids } })), ['intake']);
}
