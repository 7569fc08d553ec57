// One cache of what the server said. What the live line reports as changed is asked for again.
import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query';
import { ApiProblem } from '@/lib/api/problem';
import { leaveIfSignedOut } from '@/lib/session/leave-if-signed-out';

export const queryClient = new QueryClient({
  queryCache: new QueryCache({ onError: leaveIfSignedOut }),
  mutationCache: new MutationCache({
    onError: (error, _given, _context, mutation) => {
      if (mutation.options.mutationKey?.[0] !== 'sign-in') leaveIfSignedOut(error);
    },
  }),
  defaultOptions: {
    queries: {
      staleTime: 10_000,
      // A refusal is an answer; only a lost connection or a busy server is worth another try.
      retry: (failures, error) =>
        failures < 2 && (!(error instanceof ApiProblem) || error.status === 0 || error.status >= 502),
    },
  },
});
