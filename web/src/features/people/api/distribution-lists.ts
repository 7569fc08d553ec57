// Distribution lists made, changed and deleted; addresses that are pasted are looked at before they are added.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api, take } from '@/lib/api/client';
import type { CheckedAddress, DistributionListInput } from '@/lib/api/types';
import { CHECKED_MAX } from '@/lib/requests/addresses';

/** One list with who is in it. */
export function useDistributionList(id: string | undefined) {
  return useQuery({
    queryKey: ['distribution-lists', 'one', id],
    queryFn: () => take(api.GET('/distribution-lists/{id}', { params: { path: { id: id ?? '' } } })),
    enabled: id !== undefined,
    // A form takes it over once.
    gcTime: 0,
  });
}

function useRefresh() {
  const client = useQueryClient();
  return () => client.invalidateQueries({ queryKey: ['distribution-lists'] });
}

export function useSaveDistributionList(id: string | undefined) {
  const refresh = useRefresh();
  return useMutation({
    mutationFn: (body: DistributionListInput) =>
      id === undefined
        ? take(api.POST('/distribution-lists', { body }))
        : take(api.PUT('/distribution-lists/{id}', { params: { path: { id } }, body })),
    onSuccess: refresh,
  });
}

export function useDeleteDistributionList() {
  const refresh = useRefresh();
  return useMutation({
    mutationFn: (id: string) => take(api.DELETE('/distribution-lists/{id}', { params: { path: { id } } })),
    onSettled: refresh,
  });
}

/** What the server thinks of each of these, in their order. */
export function useCheckPasted() {
  return useMutation({
    mutationFn: async (addresses: string[]) => {
      const found: CheckedAddress[] = [];
      for (let from = 0; from < addresses.length; from += CHECKED_MAX) {
        const some = addresses.slice(from, from + CHECKED_MAX);
        found.push(...(await take(api.POST('/addresses/check', { body: { addresses: some } }))).rows);
      }
      return found;
    },
  });
}
