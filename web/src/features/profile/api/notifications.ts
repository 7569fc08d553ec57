import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api, take } from '@/lib/api/client';
import type { NoticeChoice } from '@/lib/api/types';

const KEY = ['session', 'notifications'];

/** How one is told of each event. */
export function useNoticeChoices() {
  return useQuery({ queryKey: KEY, queryFn: () => take(api.GET('/profile/notifications')) });
}

export function useChooseNotices() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (choice: NoticeChoice) =>
      take(api.PUT('/profile/notifications', { body: { rows: [choice] } })),
    onSuccess: (choices) => client.setQueryData(KEY, choices),
  });
}
