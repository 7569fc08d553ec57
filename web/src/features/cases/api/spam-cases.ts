import { useBulk } from '@/lib/api/bulk';
import { api, take } from '@/lib/api/client';

/** Marks cases as spam. */
export function useSpamCases() {
  return useBulk((ids) => take(api.POST('/cases/spam', { body: { ids } })), ['cases']);
}
