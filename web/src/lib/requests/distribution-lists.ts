// Distribution lists: named sets of recipients.
import { useQuery } from '@tanstack/react-query';
import { api, take } from '@/lib/api/client';
import type { DistributionList } from '@/lib/api/types';

const NONE: DistributionList[] = [];

/** The lists that the user may write to, by name. */
export function useDistributionLists() {
  return useQuery({
    queryKey: ['distribution-lists'],
    queryFn: async () => (await take(api.GET('/distribution-lists'))).rows,
    staleTime: 60_000,
  });
}

/** The same without waiting for them: none until they are there. */
export function useKnownLists(): DistributionList[] {
  return useDistributionLists().data ?? NONE;
}

/** Whom a list reaches at this moment, and who is left out. */
export function useListReach(id: string, asked: boolean) {
  return useQuery({
    queryKey: ['distribution-lists', 'reach', id],
    queryFn: () => take(api.GET('/distribution-lists/{id}/recipients', { params: { path: { id } } })),
    enabled: asked,
  });
}
