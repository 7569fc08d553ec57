import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api, take } from '@/lib/api/client';

const KEY = ['settings', 'returns'];

/** What is done about mail that comes back. */
export type ReturnsSettings = { accepted_returns: number; trial_days: number; mail_lifts_blocks: boolean };

/** Them, as they are. */
export function useReturnsSettings() {
  return useQuery({ queryKey: KEY, queryFn: () => take(api.GET('/returns/settings')) });
}

export function useSaveReturnsSettings() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: ReturnsSettings) => take(api.PUT('/returns/settings', { body })),
    onSuccess: (settings) => client.setQueryData(KEY, settings),
  });
}
