import { useQuery } from '@tanstack/react-query';
import { api, take } from '@/lib/api/client';

/** Where a mail is written: in a case, or as the first of a new one. */
export type WritingPlace = { case_id: string } | { mailbox_id: string };

/** What can stand under a mail. */
export function useSignatures(place: WritingPlace) {
  return useQuery({
    queryKey: ['cases', 'signatures', place],
    queryFn: async () => {
      const found =
        'case_id' in place
          ? await take(api.GET('/cases/{id}/signatures', { params: { path: { id: place.case_id } } }))
          : await take(api.GET('/cases/start/signatures', { params: { query: place } }));
      return found.rows;
    },
    enabled: 'case_id' in place || place.mailbox_id !== '',
    staleTime: 60_000,
  });
}
