import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api, take } from '@/lib/api/client';
import type { ReadNotices } from '@/lib/api/types';

const page = (before?: string) => take(api.GET('/notices', { params: { query: { before } } }));

/** The newest notices and how many are unread: what the bell shows. */
export function useNewestNotices() {
  return useQuery({ queryKey: ['notice', 'newest'], queryFn: () => page() });
}

/** All notices, page by page. */
export function useNotices() {
  return useInfiniteQuery({
    queryKey: ['notice', 'all'],
    queryFn: ({ pageParam }) => page(pageParam),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.next ?? undefined,
  });
}

/** Notes that some were read. */
export function useReadNotices() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (which: ReadNotices) => take(api.POST('/notices/read', { body: which })),
    onSettled: () => client.invalidateQueries({ queryKey: ['notice'] }),
  });
}
