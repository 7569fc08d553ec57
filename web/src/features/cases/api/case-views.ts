import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api, take } from '@/lib/api/client';
import type { CaseViewSettings } from '@/lib/api/types';

const viewsQuery = queryOptions({
  queryKey: ['case-views'],
  queryFn: async () => (await take(api.GET('/case-views'))).rows,
  staleTime: 60_000,
});

/** The saved views: one's own, then those shared with everybody; none until they are there. */
export function useCaseViews() {
  return useQuery(viewsQuery).data;
}

export type CaseViewChange = { name?: string; shared?: boolean; settings?: CaseViewSettings };

/** Makes a view, or changes the one with the id. */
export function useSaveCaseView() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ id, ...change }: CaseViewChange & { id?: string }) =>
      id
        ? take(api.PATCH('/case-views/{id}', { params: { path: { id } }, body: change }))
        : take(api.POST('/case-views', { body: { name: '', shared: false, settings: EMPTY, ...change } })),
    onSuccess: () => client.invalidateQueries({ queryKey: viewsQuery.queryKey }),
  });
}

const EMPTY: CaseViewSettings = {
  filter: {},
  q: null,
  sort: null,
  descending: false,
  grouped: false,
  columns: [],
};

/** Removes a view. */
export function useDeleteCaseView() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => take(api.DELETE('/case-views/{id}', { params: { path: { id } } })),
    onSuccess: () => client.invalidateQueries({ queryKey: viewsQuery.queryKey }),
  });
}

/** Puts views into this order. */
export function useOrderCaseViews() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (ids: string[]) => take(api.POST('/case-views/order', { body: { ids } })),
    onSuccess: ({ rows }) => client.setQueryData(viewsQuery.queryKey, rows),
  });
}
