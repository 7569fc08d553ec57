import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api, take } from '@/lib/api/client';
import type { FaqInput } from '@/lib/api/types';

/** An entry with its answer. */
export function useFaqEntry(id: string | undefined) {
  return useQuery({
    queryKey: ['faq-entries', 'one', id],
    queryFn: () => take(api.GET('/faq-entries/{id}', { params: { path: { id: id ?? '' } } })),
    enabled: id !== undefined,
    staleTime: 0,
  });
}

function useRefresh() {
  const client = useQueryClient();
  return () => client.invalidateQueries({ queryKey: ['faq-entries'] });
}

/** Creates an entry, or changes the one with the id. */
export function useSaveFaqEntry() {
  const refresh = useRefresh();
  return useMutation({
    mutationFn: ({ id, input }: { id?: string; input: FaqInput }) =>
      id
        ? take(api.PATCH('/faq-entries/{id}', { params: { path: { id } }, body: input }))
        : take(api.POST('/faq-entries', { body: input })),
    onSuccess: refresh,
  });
}

/** Puts an entry into the archive. */
export function useArchiveFaqEntry() {
  const refresh = useRefresh();
  return useMutation({
    mutationFn: (id: string) => take(api.POST('/faq-entries/{id}/archive', { params: { path: { id } } })),
    onSuccess: refresh,
  });
}

/** Takes an entry out of the archive. */
export function useRestoreFaqEntry() {
  const refresh = useRefresh();
  return useMutation({
    mutationFn: (id: string) => take(api.POST('/faq-entries/{id}/restore', { params: { path: { id } } })),
    onSuccess: refresh,
  });
}

/** Deletes an archived entry for good. */
export function useDeleteFaqEntry() {
  const refresh = useRefresh();
  return useMutation({
    mutationFn: (id: string) => take(api.DELETE('/faq-entries/{id}', { params: { path: { id } } })),
    onSuccess: refresh,
  });
}
