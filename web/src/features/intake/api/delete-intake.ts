import { useBulk } from '@/lib/api/bulk';
import { api, take } from '@/lib/api/client';

/** Puts mail into the bin, from where it can be restored. */
export function useDeleteIntake() {
  return useBulk(
    (ids) => take(api.POST('/intake/delete', { body: { ids } })),
    ['intake', 'cases', 'blocked'],
  );
}
