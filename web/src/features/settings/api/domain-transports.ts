import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api, take } from '@/lib/api/client';
import type { TransportInput } from '@/lib/api/types';

const KEY = ['transport', 'domains'];

/** The sender domains that have an outgoing server of their own. */
export function useDomainTransports(watched: { enabled?: boolean; refetchInterval?: number } = {}) {
  return useQuery({
    ...watched,
    queryKey: KEY,
    queryFn: async () => (await take(api.GET('/domain-transports'))).rows,
  });
}

/** Sets the server of a domain. */
export function useSaveDomainTransport() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: TransportInput & { domain: string }) => take(api.PUT('/domain-transports', { body })),
    onSuccess: ({ rows }) => client.setQueryData(KEY, rows),
  });
}

/** Removes the server of a domain, by its id. */
export function useDeleteDomainTransport() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => take(api.DELETE('/domain-transports/{id}', { params: { path: { id } } })),
    onSuccess: () => client.invalidateQueries({ queryKey: KEY }),
  });
}

/** Tries the server of a domain as set in the form. */
export function useTestDomainTransport(domain: string) {
  return useMutation({
    mutationFn: (input: TransportInput & { recipient?: string; from?: string }) =>
      take(api.POST('/domain-transports/test', { body: { ...input, domain } })),
  });
}
