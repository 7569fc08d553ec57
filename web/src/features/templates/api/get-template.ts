import { useQuery } from '@tanstack/react-query';
import { api, take } from '@/lib/api/client';
import { withoutNames } from '@/lib/mail/named-recipients';

/** A template with its texts. */
export function useTemplate(id: string | undefined) {
  return useQuery({
    queryKey: ['templates', 'one', id],
    queryFn: async () => {
      const found = await take(api.GET('/templates/{id}', { params: { path: { id: id ?? '' } } }));
      return { ...found, recipients: withoutNames(found.recipients) };
    },
    enabled: id !== undefined,
    staleTime: 0,
  });
}
