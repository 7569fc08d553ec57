import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api, take } from '@/lib/api/client';

const KEY = ['session', 'sending'];

/** How one's own mail is sent. */
export function useOwnSending() {
  return useQuery({ queryKey: KEY, queryFn: () => take(api.GET('/profile/sending')) });
}

export function useChangeOwnSending() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (undo_s: number) => take(api.PUT('/profile/sending', { body: { undo_s } })),
    onSuccess: (sending) => client.setQueryData(KEY, sending),
  });
}
