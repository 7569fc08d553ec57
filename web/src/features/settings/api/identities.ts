import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api, take } from '@/lib/api/client';
import type { IdentityInput } from '@/lib/api/types';
import { identitiesQuery } from '@/lib/requests/identities';

/** Makes a shared sender, or changes the one with this id. */
export function useSaveIdentity() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ id, body }: { id?: string; body: IdentityInput }) =>
      id
        ? take(api.PATCH('/identities/{id}', { params: { path: { id } }, body }))
        : take(api.POST('/identities', { body })),
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: identitiesQuery.queryKey });
      void client.invalidateQueries({ queryKey: ['cases', 'senders'] });
    },
  });
}
