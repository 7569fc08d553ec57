// What is done about blocked addresses, from their own page and from the persons who have them.
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { inParts, useBulk } from '@/lib/api/bulk';
import { api, take } from '@/lib/api/client';

/** What shows whether an address is blocked. */
const KEYS = ['blocked-addresses', 'persons', 'people-lists', 'cases', 'addresses', 'users', 'session'];

/** Why blocks are taken away, and whether also those of whoever complained: consent is on record. */
export type Clearing = { note: string; consent_on_record: boolean };

/** Takes blocks away. */
export function useClearBlocks() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ ids, ...clearing }: { ids: string[] } & Clearing) =>
      inParts(
        (part) => take(api.POST('/blocked-addresses/clear', { body: { ids: part, ...clearing } })),
        ids,
      ),
    onSettled: () => {
      for (const key of KEYS) void client.invalidateQueries({ queryKey: [key] });
    },
  });
}

/** Blocks addresses again as they were before somebody took their blocks away. */
export function useBlockAgain() {
  return useBulk((ids) => take(api.POST('/blocked-addresses/block-again', { body: { ids } })), KEYS);
}

/** Puts addresses on trial: the next mail goes out to each. */
export function useTryAddresses() {
  return useBulk((ids) => take(api.POST('/blocked-addresses/trial', { body: { ids } })), KEYS);
}

/** Ends the trials of addresses: their blocks stay. */
export function useEndTrials() {
  return useBulk((ids) => take(api.POST('/blocked-addresses/trial/end', { body: { ids } })), KEYS);
}

/** Notes of the persons that they have left. */
export function useSetFormer() {
  return useBulk((ids) => take(api.POST('/blocked-addresses/former', { body: { ids } })), KEYS);
}

/** Deletes addresses for good. */
export function useDeleteAddresses() {
  return useBulk((ids) => take(api.POST('/blocked-addresses/delete', { body: { ids } })), KEYS);
}
