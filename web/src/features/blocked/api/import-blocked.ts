import { useBulk } from '@/lib/api/bulk';
import { api, take } from '@/lib/api/client';

/** Imports blocked mail: the filter that blocked it is left out, the others apply. */
export function useImportBlocked() {
  return useBulk(
    (ids) => take(api.POST('/blocked/import', { body: { ids } })),
    ['blocked', 'intake', 'cases'],
  );
}
