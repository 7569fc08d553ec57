import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api, take } from '@/lib/api/client';
import type { UserChange } from '@/lib/api/types';

/** Changes a user. */
export function useUpdateUser(id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (change: UserChange) =>
      take(api.PATCH('/users/{id}', { params: { path: { id } }, body: change })),
    onSuccess: () => {
      for (const key of ['users', 'people', 'roles']) void client.invalidateQueries({ queryKey: [key] });
    },
  });
}
