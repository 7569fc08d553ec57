import { useQuery } from '@tanstack/react-query';
import { api, take } from '@/lib/api/client';

/** What a provider sent the browser back with. */
export type Returned = {
  provider: string;
  state: string;
  code?: string;
  error?: string;
  error_description?: string;
};

/** Finishes the sign-in, once: its state is used up by it. */
export function useFinishSignIn(returned: Returned) {
  return useQuery({
    queryKey: ['oauth', 'finish', returned.state],
    queryFn: () => take(api.POST('/oauth/finish', { body: returned })),
    retry: false,
    retryOnMount: false,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: Number.POSITIVE_INFINITY,
    refetchOnMount: false,
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
  });
}
