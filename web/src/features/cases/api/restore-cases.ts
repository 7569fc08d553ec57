import { useBulk } from '@/lib/api/bulk';
import { api, take } from '@/lib/api/client';

/** Makes spam and deleted cases what they were. */
export function useRestoreCases() {
  return useBulk((ids) => take(api.POST('/cases/restore', { body: { ids } })), ['cases']);
}
