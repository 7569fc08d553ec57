import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { api, take } from '@/lib/api/client';

/** Letters before the server is asked. */
const LETTERS_MIN = 2;
const SHOWN_MAX = 8;

/** Persons by name, address or company, while somebody types. */
export function useFoundPersons(words: string) {
  const q = words.trim();
  return useQuery({
    queryKey: ['persons', 'found', q],
    queryFn: async () =>
      (await take(api.GET('/persons', { params: { query: { q, limit: SHOWN_MAX } } }))).rows,
    enabled: q.length >= LETTERS_MIN,
    placeholderData: keepPreviousData,
    // An address that was put right a moment ago is the one that is offered.
    staleTime: 5_000,
  });
}
