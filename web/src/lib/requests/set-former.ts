import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api, take } from '@/lib/api/client';
import type { KnownPerson } from '@/lib/api/types';

/** Notes of a person that he has left; what others changed since he was seen stands. */
export function useSetPersonFormer() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ id, version }: Pick<KnownPerson, 'id' | 'version'>) =>
      take(
        api.PATCH('/persons/{id}', {
          params: { path: { id } },
          body: { former: true, seen_version: version },
        }),
      ),
    onSettled: () => {
      for (const key of ['persons', 'blocked-addresses', 'people-lists', 'addresses'])
        void client.invalidateQueries({ queryKey: [key] });
    },
  });
}
