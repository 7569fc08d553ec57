import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api, take } from '@/lib/api/client';
import { type ListRequest, PAGE_ROWS, useList } from '@/lib/api/list';
import type { BlockReason, BlockScope } from '@/lib/api/types';

export type BlockedAddressesRequest = ListRequest & {
  scope?: BlockScope;
  class?: string;
  rule?: string;
  reason?: BlockReason;
  written_since?: boolean;
  on_trial?: boolean;
};

/** The blocked addresses that the request asks for. */
export function useBlockedAddresses(request: BlockedAddressesRequest) {
  return useList(['blocked-addresses', 'list', request], (cursor, signal) =>
    take(
      api.GET('/blocked-addresses', {
        params: { query: { ...request, cursor, limit: PAGE_ROWS } },
        signal,
      }),
    ),
  );
}

export type ClearedAddressesRequest = ListRequest & {
  scope?: BlockScope;
  class?: string;
  reason?: BlockReason;
  job?: string;
};

/** The addresses whose block was taken away that the request asks for. */
export function useClearedAddresses(request: ClearedAddressesRequest) {
  return useList(['blocked-addresses', 'cleared', request], (cursor, signal) =>
    take(
      api.GET('/blocked-addresses/cleared', {
        params: { query: { ...request, cursor, limit: PAGE_ROWS } },
        signal,
      }),
    ),
  );
}

/** The block lists that were imported of late and can be taken back. */
export function useRecentImports() {
  return useQuery({
    queryKey: ['blocked-addresses', 'imports'],
    queryFn: async () => (await take(api.GET('/blocked-addresses/imports'))).rows,
  });
}

/** One address with what came back from it; nothing is asked for while none is named. */
export function useBlockedAddress(id: string | undefined) {
  return useQuery({
    queryKey: ['blocked-addresses', 'one', id],
    queryFn: () => take(api.GET('/blocked-addresses/{id}', { params: { path: { id: id as string } } })),
    enabled: id !== undefined,
  });
}

/** Blocks an address by hand. */
export function useBlockAddress() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: { address: string; scope: BlockScope; all_the_same?: boolean }) =>
      take(api.POST('/blocked-addresses', { body })),
    onSuccess: () => client.invalidateQueries({ queryKey: ['blocked-addresses'] }),
  });
}
