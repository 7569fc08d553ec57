import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api, take } from '@/lib/api/client';
import type { NewUser } from '@/lib/api/types';

/** Creates a user who can sign in at once. */
export function useCreateUser() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (user: NewUser) => take(api.POST('/users', { body: user })),
    onSuccess: () => {
      for (const key of ['users', 'people', 'roles']) void client.invalidateQueries({ queryKey: [key] });
    },
  });
}
