import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api, take } from '@/lib/api/client';
import type { KnownPersonInput } from '@/lib/api/types';

/** Creates a person, or changes the one with the id. */
export function useSavePerson(id: string | undefined) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: KnownPersonInput) =>
      id
        ? take(api.PATCH('/persons/{id}', { params: { path: { id } }, body }))
        : take(api.POST('/persons', { body })),
    onSuccess: () => client.invalidateQueries({ queryKey: ['persons'] }),
  });
}
