import { useMutation } from '@tanstack/react-query';
import { api, take } from '@/lib/api/client';
import { noteSignedIn } from '@/lib/session/known-here';

/** Signs in; who is signed in the next page asks for itself. */
export function useSignIn() {
  return useMutation({
    mutationKey: ['sign-in'],
    mutationFn: (given: { email: string; password: string }) => take(api.POST('/session', { body: given })),
    onSuccess: noteSignedIn,
  });
}
