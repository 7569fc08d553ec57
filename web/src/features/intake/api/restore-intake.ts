import { useBulk } from '@/lib/api/bulk';
import { api, take } from '@/lib/api/client';

/** Takes mail out of the bin. */
export function useRestoreIntake() {
  return useBulk(
    (ids) => take(api.POST('/intake/restore', { body: { ids } })),
    ['intake', 'cases', 'blocked'],
  );
}
