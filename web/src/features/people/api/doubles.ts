import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api, take } from '@/lib/api/client';

/** Persons who are likely one. */
export function useDoubles() {
  return useQuery({
    queryKey: ['persons', 'doubles'],
    queryFn: async () => (await take(api.GET('/persons/doubles'))).rows,
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
