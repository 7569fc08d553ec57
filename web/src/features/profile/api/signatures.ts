import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api, take } from '@/lib/api/client';
import type { Signatures } from '@/lib/api/types';

const KEY = ['signatures'];

/** One's own signatures. */
export function useSignatures() {
  return useQuery({ queryKey: KEY, queryFn: () => take(api.GET('/profile/signatures')) });
}

/** Sets one's own signatures. */
export function useSaveSignatures() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: Signatures) => take(api.PUT('/profile/signatures', { body })),
    onSuccess: (saved) => client.setQueryData(KEY, saved),
  });
}
