import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { api, take } from '@/lib/api/client';
import type { FromChoice } from '@/lib/api/types';

/** As whom a mail can be written beside the mailbox of its case. */
export function useMailSenders(template_id: string | null, begins = false) {
  return useQuery({
    queryKey: ['cases', 'senders', template_id, begins],
    queryFn: () => {
      const query = { template_id: template_id ?? undefined, begins: begins || undefined };
      return take(api.GET('/mail-senders', { params: { query } }));
    },
    staleTime: 60_000,
    placeholderData: keepPreviousData,
  });
}

/** The shared sender that a mail is from; none where it is from the mailbox or from its author. */
export function useSharedSender(mail: { from: FromChoice | null; template_id: string | null }) {
  const usual = useMailSenders(mail.template_id).data?.usual;
  const choice = mail.from ?? usual;
  return choice?.kind === 'shared' ? (choice.id ?? undefined) : undefined;
}
