import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api, take } from '@/lib/api/client';
import { ApiProblem } from '@/lib/api/problem';
import type { FilterFile } from '@/lib/api/types';

export type SameName = 'report' | 'replace' | 'skip';

/** Takes filters in from a file: all of them, or none. */
export function useImportFilters() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: async ({ file, same_name }: { file: File; same_name: SameName }) => {
      const content = await read(file);
      return take(api.POST('/filters/file', { body: { file: content, same_name } }));
    },
    onSuccess: () => client.invalidateQueries({ queryKey: ['filters'] }),
  });
}

async function read(file: File): Promise<FilterFile> {
  try {
    return JSON.parse(await file.text()) as FilterFile;
  } catch {
    throw new ApiProblem({ status: 422, code: 'filter.file_unknown', detail: '' });
  }
}
