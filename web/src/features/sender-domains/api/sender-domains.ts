import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api, take } from '@/lib/api/client';
import type { SenderDomain, SenderDomainInput } from '@/lib/api/types';

/** How often a domain that waits for DNS is read again while somebody looks at it, milliseconds. */
const WAITING_MS = 15_000;

export const senderDomainsQuery = queryOptions({
  queryKey: ['sender-domains'],
  queryFn: async () => (await take(api.GET('/sender-domains'))).rows,
});

/** One domain; read again while its records are looked for. */
export function useSenderDomain(id: string) {
  return useQuery({
    queryKey: ['sender-domains', id],
    queryFn: () => take(api.GET('/sender-domains/{id}', { params: { path: { id } } })),
    refetchInterval: ({ state }) => (state.data?.state === 'live' ? false : WAITING_MS),
  });
}

/** What is wrong with domains that were in order; asked again each minute, since time alone makes one. */
export function useSenderDomainAlarms(enabled: boolean) {
  return useQuery({
    queryKey: ['sender-domains', 'alarms'],
    queryFn: () => take(api.GET('/sender-domains/alarms')),
    refetchInterval: 60_000,
    enabled,
  }).data?.rows;
}

/** What the server says of one domain is so from here on, and its place in the list may be another. */
function useKeep() {
  const client = useQueryClient();
  return (domain: SenderDomain) => {
    client.setQueryData(['sender-domains', domain.id], domain);
    void client.invalidateQueries({ queryKey: ['sender-domains'], exact: true });
    void client.invalidateQueries({ queryKey: ['sender-domains', 'alarms'] });
  };
}

/** Adds a domain. */
export function useAddSenderDomain() {
  const keep = useKeep();
  return useMutation({
    mutationFn: (name: string) => take(api.POST('/sender-domains', { body: { name } })),
    onSuccess: keep,
  });
}

/** Changes what a domain's records are to say. */
export function useChangeSenderDomain(id: string) {
  const keep = useKeep();
  return useMutation({
    mutationFn: (body: SenderDomainInput) =>
      take(api.PATCH('/sender-domains/{id}', { params: { path: { id } }, body })),
    onSuccess: keep,
  });
}

/** Looks at DNS at once. */
export function useCheckSenderDomain(id: string) {
  const keep = useKeep();
  return useMutation({
    mutationFn: () => take(api.POST('/sender-domains/{id}/check', { params: { path: { id } } })),
    onSuccess: keep,
  });
}

/** Makes a new pair of keys; with names of their own, where the ones that the domain leads are all needed still. */
export function useRotateKeys(id: string) {
  const keep = useKeep();
  return useMutation({
    mutationFn: ({ ownNames }: { ownNames: boolean }) => {
      const query = ownNames ? { own_names: true } : undefined;
      return take(api.POST('/sender-domains/{id}/rotate', { params: { path: { id }, query } }));
    },
    onSuccess: keep,
  });
}

/** Calls off keys that wait for their records. */
export function useCallOffKeys(id: string) {
  const keep = useKeep();
  return useMutation({
    mutationFn: () => take(api.DELETE('/sender-domains/{id}/waiting-keys', { params: { path: { id } } })),
    onSuccess: keep,
  });
}

/** Takes a domain out of use. */
export function useRemoveSenderDomain() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => take(api.DELETE('/sender-domains/{id}', { params: { path: { id } } })),
    onSuccess: (_, id) => {
      // Its page is there a moment longer: what is gone is not asked for again until somebody comes back to it.
      void client.invalidateQueries({ queryKey: ['sender-domains', id], refetchType: 'none' });
      const queryKey = ['sender-domains'];
      void client.invalidateQueries({ queryKey, predicate: ({ queryKey }) => queryKey[1] !== id });
    },
  });
}
