import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api, take } from '@/lib/api/client';
import type { IntoList } from '@/lib/requests/people-lists';

function useChange<I, O>(change: (input: I) => Promise<O>) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: change,
    onSettled: () => {
      for (const key of ['people-lists', 'persons']) void client.invalidateQueries({ queryKey: [key] });
    },
  });
}

/** Renames a set. */
export function useRenameList() {
  return useChange(({ id, name }: { id: string; name: string }) =>
    take(api.PATCH('/people-lists/{id}', { params: { path: { id } }, body: { name } })),
  );
}

/** Deletes a set; its persons stay. */
export function useDeleteList() {
  return useChange((id: string) => take(api.DELETE('/people-lists/{id}', { params: { path: { id } } })));
}

type Members = { list: string; ids: string[] };

/** Adds persons to a set, or makes one with them. */
export function useAddPersons() {
  return useChange(({ into, ids }: { into: IntoList; ids: string[] }) =>
    into.new_list
      ? take(api.POST('/people-lists', { body: { ...into.new_list, persons: ids } }))
      : take(api.POST('/people-lists/{id}/add', { params: { path: { id: into.list_id } }, body: { ids } })),
  );
}

/** Takes persons out of a set. */
export function useRemovePersons() {
  return useChange(({ list, ids }: Members) =>
    take(api.POST('/people-lists/{id}/remove', { params: { path: { id: list } }, body: { ids } })),
  );
}
