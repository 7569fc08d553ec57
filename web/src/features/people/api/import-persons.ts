import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { api, take } from '@/lib/api/client';
import type { KnownPersons } from '@/lib/api/types';

/** How a file is to be read; what is left out is found from the file. */
export type Reading = {
  columns?: string;
  separator?: string;
  charset?: string;
  heading?: boolean;
};

/** A file as it is: the client would write it as JSON. */
const asItIs = {
  bodySerializer: (body: unknown) => body as BodyInit,
  headers: { 'content-type': 'application/octet-stream' },
};

/** What would become of a file. */
export function useImportPreview(file: File | null, reading: Reading) {
  return useQuery({
    queryKey: ['persons', 'import-preview', file?.name, file?.size, file?.lastModified, reading],
    enabled: file !== null,
    placeholderData: keepPreviousData,
    retry: false,
    queryFn: ({ signal }) =>
      take(
        api.POST('/persons/imports/preview', {
          params: { query: reading },
          body: file as never,
          signal,
          ...asItIs,
        }),
      ),
  });
}

type Start = { file: File; reading: Reading; known: KnownPersons };

/** Begins to take a file in. */
export function useStartImport() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ file, reading, known }: Start) =>
      take(
        api.POST('/persons/imports', {
          params: { query: { name: file.name, known, ...reading } },
          body: file as never,
          ...asItIs,
        }),
      ),
    onSuccess: () => client.invalidateQueries({ queryKey: ['jobs'] }),
  });
}

/** How far an import is; asked for again until it is over. */
export function useImport(id: string) {
  const client = useQueryClient();
  const found = useQuery({
    queryKey: ['persons', 'import', id],
    queryFn: () => take(api.GET('/persons/imports/{id}', { params: { path: { id } } })),
    refetchInterval: ({ state }) => (state.data?.job?.finished_at === null ? 1_000 : false),
  });
  const over = Boolean(found.data?.job?.finished_at);
  useEffect(() => {
    if (!over) return;
    for (const key of ['persons', 'companies']) void client.invalidateQueries({ queryKey: [key, 'list'] });
  }, [over, client]);
  return found;
}

/** Stops it; what was taken in stays. */
export function useStopImport() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => take(api.POST('/jobs/{id}/cancel', { params: { path: { id } } })),
    onSettled: () => client.invalidateQueries({ queryKey: ['persons', 'import'] }),
  });
}
