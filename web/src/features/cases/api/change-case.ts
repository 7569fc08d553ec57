import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api, take } from '@/lib/api/client';
import type { Case, CaseChange } from '@/lib/api/types';
import { caseQuery } from './get-case';

/** Changes a case's properties; shown at once, taken back when the server refuses. */
export function useChangeCase(id: string) {
  const client = useQueryClient();
  const { queryKey } = caseQuery(id);
  return useMutation({
    mutationFn: (change: CaseChange) =>
      take(api.PATCH('/cases/{id}', { params: { path: { id } }, body: change })),
    onMutate: async (change) => {
      await client.cancelQueries({ queryKey });
      const before = client.getQueryData(queryKey);
      client.setQueryData(queryKey, (shown) => shown && ({ ...shown, ...change } as Case));
      return before;
    },
    onError: (_error, _change, before) => client.setQueryData(queryKey, before),
    onSettled: () => {
      void client.invalidateQueries({ queryKey: ['cases'] });
      void client.invalidateQueries({ queryKey: ['summary'] });
    },
  });
}
