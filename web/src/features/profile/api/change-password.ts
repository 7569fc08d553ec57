import { useMutation } from '@tanstack/react-query';
import { api, take } from '@/lib/api/client';

/** Sets another password; the present one proves who asks. */
export function useChangePassword() {
  return useMutation({
    mutationFn: (body: { current: string; new: string }) => take(api.POST('/profile/password', { body })),
  });
}
