import { useBulk } from '@/lib/api/bulk';
import { api, take } from '@/lib/api/client';

/** Puts cases into the bin. */
export function useDeleteCases() {
  return useBulk((ids) => take(api.POST('/cases/delete', { body: { ids } })), ['cases']);
}
