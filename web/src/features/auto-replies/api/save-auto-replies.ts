import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api, take } from '@/lib/api/client';
import type { AutoReplies } from '@/lib/api/types';

/** Sets the automatic replies. */
export function useSaveAutoReplies() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: AutoReplies) => take(api.PUT('/auto-replies', { body })),
    onSuccess: () => client.invalidateQueries({ queryKey: ['auto-replies'] }),
  });
}
