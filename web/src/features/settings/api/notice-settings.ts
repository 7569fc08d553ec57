import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api, take } from '@/lib/api/client';
import type { NoticeSettings } from '@/lib/api/types';

const KEY = ['notice-settings'];

/** What the organisation sets of its notices. */
export function useNoticeSettings() {
  return useQuery({ queryKey: KEY, queryFn: () => take(api.GET('/notice-settings')) });
}

export function useSaveNoticeSettings() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (settings: NoticeSettings) => take(api.PUT('/notice-settings', { body: settings })),
    onSuccess: (settings) => client.setQueryData(KEY, settings),
  });
}
