import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { api, take } from '@/lib/api/client';
import type { Acquaintance } from '@/lib/api/types';

export const acquaintanceQuery = queryOptions({
  queryKey: ['acquaintance'],
  queryFn: () => take(api.GET('/acquaintance')),
});

/** Sets whom mail makes known by itself. */
export function useSaveAcquaintance() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (wanted: Acquaintance) => take(api.PUT('/acquaintance', { body: wanted })),
    onSuccess: (now) => client.setQueryData(acquaintanceQuery.queryKey, now),
  });
}
