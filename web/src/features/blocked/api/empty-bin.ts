// Out of the bin of blocked mail: back to where it was held, or gone for good.
import { useBulk } from '@/lib/api/bulk';
import { api, take } from '@/lib/api/client';

/** Takes blocked mail out of the bin. */
export function useRestoreBlocked() {
  return useBulk((ids) => take(api.POST('/blocked/restore', { body: { ids } })), ['blocked']);
}

/** Takes blocked mail out of the bin for good. */
export function usePurgeBlocked() {
  return useBulk((ids) => take(api.POST('/blocked/purge', { body: { ids } })), ['blocked']);
}
