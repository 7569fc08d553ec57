import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { BulkOutcome } from './types';

/** Rows that one action of the server takes. */
const ROWS_MAX = 1_000;

type Act = (ids: string[]) => Promise<BulkOutcome>;

/** Acts on so many at a time; what was done before a refusal stays done, and the lists show it. */
export async function inParts(act: Act, ids: string[]): Promise<BulkOutcome> {
  const outcome: BulkOutcome = { done: 0, failed: [] };
  for (let start = 0; start < ids.length; start += ROWS_MAX) {
    const { done, failed } = await act(ids.slice(start, start + ROWS_MAX));
    outcome.done += done;
    outcome.failed.push(...failed);
  }
  return outcome;
}

/** An action on selected rows; afterwards what lies under the keys is asked for again. */
export function useBulk(act: Act, keys: readonly string[]) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (ids: string[]) => inParts(act, ids),
    onSettled: () => {
      for (const key of [...keys, 'summary', 'timeline']) void client.invalidateQueries({ queryKey: [key] });
    },
  });
}
