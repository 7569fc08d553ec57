import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { BulkOutcome } from './types';

/** An action on selected rows; afterwards what lies under the keys is asked for again. */
export function useBulk(act: (ids: string[]) => Promise<BulkOutcome>, keys: readonly string[]) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: act,
    onSettled: () => {
      for (const key of [...keys, 'summary', 'timeline']) void client.invalidateQueries({ queryKey: [key] });
    },
  });
}
