import { useQuery } from '@tanstack/react-query';
import { api, take } from '@/lib/api/client';

/** Where the rows that an import refused are to be had, as a file to be corrected. */
export function refusedRowsOf(importId: string): string {
  return `/api/v1/persons/imports/${importId}/refused`;
}

/** The import that a job takes in; undefined until it is known, and for one that is not kept any more. */
export function useImportOfJob(jobId: string, asked: boolean) {
  const found = useQuery({
    // Of its own: what becomes of a job that is over changes with no person.
    queryKey: ['person-imports', jobId],
    queryFn: async () => (await take(api.GET('/persons/imports'))).rows,
    enabled: asked,
  });
  return found.data?.find(({ job }) => job?.id === jobId);
}
