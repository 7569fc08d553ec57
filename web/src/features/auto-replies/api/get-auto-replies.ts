import { useQuery } from '@tanstack/react-query';
import { api, take } from '@/lib/api/client';

/** The automatic replies as they are set. */
export function useAutoReplies() {
  return useQuery({ queryKey: ['auto-replies'], queryFn: () => take(api.GET('/auto-replies')) });
}
