import { useMutation } from '@tanstack/react-query';
import { api, take } from '@/lib/api/client';
import { forgetSignedIn } from '@/lib/session/known-here';

/** Signs out and loads the page afresh, so that nothing of the session stays in memory. */
export function useSignOut() {
  return useMutation({
    mutationFn: () => take(api.DELETE('/session')),
    onSuccess: () => {
      forgetSignedIn();
      location.assign('/sign-in');
    },
  });
}
