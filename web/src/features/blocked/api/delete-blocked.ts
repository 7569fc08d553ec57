import { useBulk } from '@/lib/api/bulk';
import { api, take } from '@/lib/api/client';

/** Puts blocked mail into the bin. */
export function useDeleteBlocked() {
  return useBulk((ids) => take(api.POST('/blocked/delete', { body: { ids } })), ['blocked']);
}
