import { useMutation, useQueryClient } from '@tanstack/react-query';
import { inParts } from '@/lib/api/bulk';
import { api, take } from '@/lib/api/client';

const KEYS = ['blocked-addresses', 'persons', 'people-lists'];

/** Adds the persons to a set. */
export function useAddToList() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ ids, list }: { ids: string[]; list: string }) =>
      inParts(
        (part) => take(api.POST('/blocked-addresses/add-to-list', { body: { ids: part, list_id: list } })),
        ids,
      ),
    onSettled: () => {
      for (const key of KEYS) void client.invalidateQueries({ queryKey: [key] });
    },
  });
}

/** Takes in a list of another service. */
export function useImportList() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (file: File) =>
      take(
        api.POST('/blocked-addresses/import', {
          // The client would write it as JSON.
          body: file as never,
          bodySerializer: (body: unknown) => body as BodyInit,
          headers: { 'content-type': 'application/octet-stream' },
        }),
      ),
    onSettled: () => client.invalidateQueries({ queryKey: ['blocked-addresses'] }),
  });
}
