import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api, take } from '@/lib/api/client';
import type { Right } from '@/lib/api/types';

/** Creates a role, or changes the one with the id. Our own rights may change with it. */
export function useSaveRole() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ id, name, rights }: { id?: string; name: string; rights: Right[] }) =>
      id
        ? take(api.PATCH('/roles/{id}', { params: { path: { id } }, body: { name, rights } }))
        : take(api.POST('/roles', { body: { name, rights } })),
    onSuccess: () => {
      for (const key of ['roles', 'session']) void client.invalidateQueries({ queryKey: [key] });
    },
  });
}
