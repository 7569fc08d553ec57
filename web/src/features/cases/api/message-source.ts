import { useQuery } from '@tanstack/react-query';
import { api, take } from '@/lib/api/client';

/** The header and the beginning of a message's mail, as it was received or written. */
export function useMessageSource({ caseId, id }: { caseId: string; id: string }) {
  return useQuery({
    queryKey: ['cases', caseId, 'source', id],
    queryFn: () =>
      take(api.GET('/cases/{id}/messages/{mid}/source', { params: { path: { id: caseId, mid: id } } })),
    // A mail never changes.
    staleTime: Number.POSITIVE_INFINITY,
  });
}
