import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { api, take } from '@/lib/api/client';

/** The cases that answer a question; nothing is asked while it is empty. */
export function useSearch(question: string, limit: number) {
  const q = question.trim();
  return useQuery({
    queryKey: ['cases', 'search', q, limit],
    queryFn: ({ signal }) => take(api.GET('/search', { params: { query: { q, limit } }, signal })),
    enabled: q !== '',
    placeholderData: q === '' ? undefined : keepPreviousData,
  });
}
