import { useQuery } from '@tanstack/react-query';
import { api, take } from '@/lib/api/client';

/** The user's API tokens, without their secrets. */
export function useTokens() {
  return useQuery({
    queryKey: ['tokens'],
    queryFn: async () => (await take(api.GET('/profile/tokens'))).rows,
  });
}
