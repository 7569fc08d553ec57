import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api, take } from '@/lib/api/client';
import type { BinDays } from '@/lib/api/types';

/** Sets how long the bins are kept. */
export function useSaveBins() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (days: BinDays) => take(api.PUT('/bins', { body: days })),
    onSuccess: (days) => client.setQueryData(['bins'], days),
  });
}
