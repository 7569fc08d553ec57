import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { inParts } from '@/lib/api/bulk';
import { api, take } from '@/lib/api/client';
import type { IntoList } from '@/lib/requests/people-lists';

const KEYS = ['blocked-addresses', 'persons', 'people-lists'];

type NewList = NonNullable<IntoList['new_list']>;

/** The set of this name; the name again where nobody went there yet. */
async function made(list: NewList): Promise<IntoList> {
  const { rows } = await take(api.GET('/people-lists', { params: { query: { kind: list.kind } } }));
  const known = rows.find(({ name }) => name.toLowerCase() === list.name.trim().toLowerCase());
  return known ? { list_id: known.id } : { new_list: list };
}

/** Adds the persons to a set, or makes one with them. */
export function useAddToList() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ ids, into }: { ids: string[]; into: IntoList }) => {
      let target = into;
      return inParts(async (part) => {
        const outcome = await take(
          api.POST('/blocked-addresses/add-to-list', { body: { ids: part, ...target } }),
        );
        // What was made with the first of them is there for the rest.
        if (target.new_list && part.length < ids.length) target = await made(target.new_list);
        return outcome;
      }, ids);
    },
    onSettled: () => {
      for (const key of KEYS) void client.invalidateQueries({ queryKey: [key] });
    },
  });
}

/** A file as it is: the client would write it as JSON. */
const asItIs = {
  bodySerializer: (body: unknown) => body as BodyInit,
  headers: { 'content-type': 'application/octet-stream' },
};

/** What would become of a list of another service. */
export function useListPreview(file: File | null) {
  return useQuery({
    queryKey: ['block-list-preview', file?.name, file?.size, file?.lastModified],
    enabled: file !== null,
    retry: false,
    // What is blocked changes: each time it is chosen, the file is looked at anew.
    gcTime: 0,
    queryFn: ({ signal }) =>
      take(api.POST('/blocked-addresses/import/preview', { body: file as never, signal, ...asItIs })),
  });
}

/** Takes in a list of another service. */
export function useImportList() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (file: File) =>
      take(api.POST('/blocked-addresses/import', { body: file as never, ...asItIs })),
    onSettled: () => client.invalidateQueries({ queryKey: ['blocked-addresses'] }),
  });
}

/** Takes such a list back. */
export function useUndoImport() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => take(api.POST('/blocked-addresses/import/undo', { body: { id } })),
    onSettled: () => client.invalidateQueries({ queryKey: ['blocked-addresses'] }),
  });
}
