import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api, take } from '@/lib/api/client';
import type { Colour } from '@/lib/api/types';

/** How many cases have each tag, by the tag's id. */
export function useTagUsage() {
  return useQuery({
    queryKey: ['tags', 'usage'],
    queryFn: async () => {
      const { rows } = await take(api.GET('/tags/usage'));
      return new Map(rows.map(({ id, cases }) => [id, cases]));
    },
  });
}

/** Tags stand on the cases, too. */
function useRefresh() {
  const client = useQueryClient();
  return async () => {
    await client.invalidateQueries({ queryKey: ['tags'] });
    void client.invalidateQueries({ queryKey: ['cases'] });
  };
}

/** Gives a tag another name or colour, on all cases that have it. */
export function useChangeTag() {
  const refresh = useRefresh();
  return useMutation({
    mutationFn: ({ id, ...body }: { id: string; name?: string; colour?: Colour }) =>
      take(api.PATCH('/tags/{id}', { params: { path: { id } }, body })),
    onSuccess: refresh,
  });
}

/** Makes a tag the other one, on all cases that have it. */
export function useMergeTag() {
  const refresh = useRefresh();
  return useMutation({
    mutationFn: ({ id, into }: { id: string; into: string }) =>
      take(api.POST('/tags/{id}/merge', { params: { path: { id } }, body: { into } })),
    onSuccess: refresh,
  });
}

/** Deletes a tag, also from all cases. */
export function useDeleteTag() {
  const refresh = useRefresh();
  return useMutation({
    mutationFn: (id: string) => take(api.DELETE('/tags/{id}', { params: { path: { id } } })),
    onSuccess: refresh,
  });
}
