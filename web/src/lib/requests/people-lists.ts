// Selections and projects: sets of persons.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api, take } from '@/lib/api/client';
import type { PeopleListKind } from '@/lib/api/types';

/** Where persons go: into a set that is there, or into one that is made with them. */
export type IntoList =
  | { list_id: string; new_list?: undefined }
  | { list_id?: undefined; new_list: { kind: PeopleListKind; name: string } };

/** The sets of a kind, by name. */
export function usePeopleLists(kind: PeopleListKind) {
  return useQuery({
    queryKey: ['people-lists', kind],
    queryFn: () => take(api.GET('/people-lists', { params: { query: { kind } } })),
  });
}

/** One set. */
export function usePeopleList(id: string | undefined) {
  return useQuery({
    queryKey: ['people-lists', 'one', id],
    queryFn: () => take(api.GET('/people-lists/{id}', { params: { path: { id: id ?? '' } } })),
    enabled: id !== undefined,
  });
}

/** Makes a set. */
export function useCreatePeopleList() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: { kind: PeopleListKind; name: string; persons?: string[] }) =>
      take(api.POST('/people-lists', { body })),
    onSettled: () => client.invalidateQueries({ queryKey: ['people-lists'] }),
  });
}
