import { useBulk } from '@/lib/api/bulk';
import { api, take } from '@/lib/api/client';

/** Sends mail through the import again. */
export function useImportIntake() {
  return useBulk(
    (ids) => take(api.POST('/intake/import', { body: { ids } })),
    ['intake', 'cases', 'blocked'],
  );
}
