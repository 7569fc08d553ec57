import { useQuery } from '@tanstack/react-query';
import { api, take } from '@/lib/api/client';

/** What of an organisation is set up; asked for only by those who set it up. */
export function useSetup(enabled: boolean) {
  return useQuery({
    queryKey: ['setup'],
    enabled,
    queryFn: async () => {
      const [cases, mailboxes, people, transport] = await Promise.all([
        take(api.GET('/cases', { params: { query: { status: 'all', limit: 1 } } })),
        take(api.GET('/mailboxes', { params: { query: { limit: 1 } } })),
        take(api.GET('/people')),
        take(api.GET('/transport')),
      ]);
      return {
        hasCases: cases.rows.length > 0,
        mailbox: mailboxes.rows.length > 0,
        outgoing: transport.own,
        users: people.rows.length > 1,
      };
    },
  });
}
