// One cache of what the server said. What the live line reports as changed is asked for again.
import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query';
import { ApiProblem, isSignedOut } from '@/lib/api/problem';
import { wasSignedIn } from '@/lib/session/known-here';

/** A lost session sends the reader to the sign-in, from wherever it was noticed. */
function onProblem(error: unknown) {
  if (!isSignedOut(error) || location.pathname === '/sign-in') return;
  const back = encodeURIComponent(location.pathname + location.search);
  // Whoever comes for the first time had no session that could end.
  location.assign(`/sign-in?${wasSignedIn() ? 'again=true&' : ''}to=${back}`);
}

export const queryClient = new QueryClient({
  queryCache: new QueryCache({ onError: onProblem }),
  mutationCache: new MutationCache({
    onError: (error, _given, _context, mutation) => {
      if (mutation.options.mutationKey?.[0] !== 'sign-in') onProblem(error);
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
