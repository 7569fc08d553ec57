import { useQuery } from '@tanstack/react-query';
import { api, take } from '@/lib/api/client';

/** Where a mail is written: in a case, or as the first of a new one. */
export type WritingPlace = { case_id: string } | { mailbox_id: string };

/** What can stand under a mail that is from this shared sender, or from none. */
export function useSignatures(place: WritingPlace, identity?: string) {
  return useQuery({
    queryKey: ['cases', 'signatures', place, identity],
    queryFn: async () => {
      const query = { identity_id: identity };
      const found =
        'case_id' in place
          ? await take(api.GET('/cases/{id}/signatures', { params: { path: { id: place.case_id }, query } }))
          : await take(api.GET('/cases/start/signatures', { params: { query: { ...query, ...place } } }));
      return found.rows;
    },
    enabled: 'case_id' in place || place.mailbox_id !== '',
    staleTime: 60_000,
  });
}
