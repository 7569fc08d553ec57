import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api, take } from '@/lib/api/client';
import type { Filter } from '@/lib/api/types';

/** Sets the order in which filters are tried; shown at once, taken back on refusal. */
export function useOrderFilters() {
  const client = useQueryClient();
  const queryKey = ['filters'];
  return useMutation({
    mutationFn: (ids: string[]) => take(api.POST('/filters/order', { body: { ids } })),
    onMutate: (ids) => {
      const before = client.getQueryData<Filter[]>(queryKey);
      const place = (filter: Filter) => ids.indexOf(filter.id);
      client.setQueryData<Filter[]>(
        queryKey,
        (filters) => filters && [...filters].sort((a, b) => place(a) - place(b)),
      );
      return before;
    },
    onError: (_error, _ids, before) => client.setQueryData(queryKey, before),
    onSettled: () => client.invalidateQueries({ queryKey }),
  });
}
