// The policy of MTA-STS that Posthus serves for a domain.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api, take } from '@/lib/api/client';
import type { MtaStsInput } from '@/lib/api/types';

const keyOf = (id: string) => ['sender-domains', id, 'mta-sts'];

/** What is served for a domain, and what it can be switched to. */
export function useServedMtaSts(id: string) {
  return useQuery({
    queryKey: keyOf(id),
    queryFn: () => take(api.GET('/sender-domains/{id}/mta-sts', { params: { path: { id } } })),
  });
}

/** Switches it; the domain's record in DNS is to say something else then. */
export function useServeMtaSts(id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: MtaStsInput) =>
      take(api.PUT('/sender-domains/{id}/mta-sts', { params: { path: { id } }, body })),
    onSuccess: (served) => {
      client.setQueryData(keyOf(id), served);
      void client.invalidateQueries({ queryKey: ['sender-domains', id], exact: true });
      void client.invalidateQueries({ queryKey: ['sender-domains'], exact: true });
    },
  });
}
