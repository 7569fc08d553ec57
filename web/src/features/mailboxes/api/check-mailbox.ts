import { useMutation } from '@tanstack/react-query';
import { api, take } from '@/lib/api/client';

/** Fetches new mail at once instead of at the next interval. */
export function useCheckMailbox() {
  return useMutation({
    mutationFn: (id: string) => take(api.POST('/mailboxes/{id}/check', { params: { path: { id } } })),
  });
}
