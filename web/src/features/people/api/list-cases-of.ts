import { useQuery } from '@tanstack/react-query';
import { api, take } from '@/lib/api/client';

/** The latest cases of a person, whatever their status, the newest first. */
export function useCasesOf(person_id: string) {
  return useQuery({
    queryKey: ['cases', 'of-person', person_id],
    queryFn: () =>
      take(
        api.GET('/cases', {
          params: {
            query: { person_id, status: 'all', sort: 'last_message_at', descending: true, limit: 20 },
          },
        }),
      ),
  });
}
