import { useBulk } from '@/lib/api/bulk';
import { api, take } from '@/lib/api/client';

/** Puts mail that failed back into the outbox's queue. */
export function useSendAgain() {
  return useBulk((ids) => take(api.POST('/outbox/send', { body: { ids } })), ['outbox', 'cases']);
}
