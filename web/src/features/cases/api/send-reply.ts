import { useMutation, useQueryClient } from '@tanstack/react-query';
import { picturesIn } from '@/components/rich-text/rich-value';
import { api, take } from '@/lib/api/client';
import type { Case, Message, Reply, SessionUser, Upload } from '@/lib/api/types';
import { withNames } from '@/lib/mail/named-recipients';
import { toldName } from '@/lib/mail/told-names';
import { caseQuery } from './get-case';

/** The reply, and what the conversation shows of it until the server has answered. */
export type Sending = {
  reply: Reply;
  files: Upload[];
  /** What must be over before: a draft kept behind the mail would outlive it. */
  ready?: Promise<unknown>;
};

/** How a message's id starts while the server does not know it yet. */
export const PENDING = 'pending-';

/** Sends an answer: it stands in the conversation at once, and leaves it again when it is refused. */
export function useSendReply(id: string, author: SessionUser) {
  const client = useQueryClient();
  const { queryKey } = caseQuery(id);
  return useMutation({
    mutationFn: async ({ reply, ready }: Sending) => {
      await ready;
      return take(api.POST('/cases/{id}/reply', { params: { path: { id } }, body: withNames(reply) }));
    },
    onMutate: async (sending) => {
      await client.cancelQueries({ queryKey });
      const before = client.getQueryData(queryKey);
      client.setQueryData(queryKey, (shown) => shown && withPending(shown, sending, author));
      return before;
    },
    onError: (_error, _sending, before) => client.setQueryData(queryKey, before),
    onSettled: () => {
      for (const key of ['cases', 'outbox', 'summary', 'drafts']) {
        void client.invalidateQueries({ queryKey: [key] });
      }
    },
  });
}

/** The case with the answer as its last message. */
export function withPending(shown: Case, { reply, files }: Sending, author: SessionUser): Case {
  const to = reply.to ?? [shown.customer_address];
  const named = (address: string) => ({ name: toldName(address) ?? null, address });
  const pictures = picturesIn(reply.html ?? null);
  const message: Message = {
    id: `${PENDING}${shown.messages.length}`,
    direction: 'sent',
    created_at: new Date().toISOString(),
    from: { name: author.name, address: shown.mailbox_address },
    to: to.map(named),
    cc: (reply.cc ?? []).map(named),
    bcc: reply.bcc ?? [],
    aside: reply.mode === 'forward',
    header_fields: [],
    subject: reply.subject ?? shown.title,
    text: reply.text ?? '',
    full_text: reply.text ?? '',
    has_html: false,
    remote_blocked: 0,
    attachments: files.map(({ id, name, media_type, size_octets }, index) => ({
      index,
      name,
      media_type,
      size_octets,
      inline: pictures.includes(id),
      is_mail: media_type === 'message/rfc822',
    })),
    author_id: author.id,
    author_name: author.name,
    intake_id: null,
    outbox_id: null,
    delivery: {
      state: 'sending',
      words: null,
      meaning: null,
      held_back: null,
      next_attempt_at: null,
      planned_at: null,
      cancel_if_answered: false,
      domain_held: false,
      held: false,
      binned: false,
      all_stopped: false,
      can_be_taken_back: false,
    },
    failure: null,
    recipient_state: null,
    meaning: null,
    links: [],
    class: 'person',
    authenticity: null,
    flagged: false,
    edited_at: null,
    removed: null,
  };
  return { ...shown, status: reply.status ?? shown.status, messages: [...shown.messages, message] };
}
