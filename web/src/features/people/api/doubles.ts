import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { api, take } from '@/lib/api/client';

/** Looks that are taken one after the other until one finds somebody: 100,000 persons. */
const LOOKS_MAX = 20;

async function look(from?: string) {
  let cursor = from;
  for (let looks = 1; ; looks++) {
    const found = await take(api.GET('/persons/doubles', { params: { query: { cursor } } }));
    if (found.rows.length > 0 || !found.next || looks === LOOKS_MAX) return found;
    cursor = found.next;
  }
}

/** Persons who are likely one, look by look. */
export function useDoubles() {
  return useInfiniteQuery({
    queryKey: ['persons', 'doubles'],
    queryFn: ({ pageParam }) => look(pageParam),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.next ?? undefined,
  });
}

/** Notes that two persons are not one. */
export function useKeepApart() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ id, other }: { id: string; other: string }) =>
      take(api.POST('/persons/{id}/apart', { params: { path: { id } }, body: { other } })),
    onSuccess: () => client.invalidateQueries({ queryKey: ['persons', 'doubles'] }),
  });
}
