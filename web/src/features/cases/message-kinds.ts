// Which messages of a case are shown, and what a reader may do with one.
import type { Message } from '@/lib/api/types';

export const SHOWN = ['all', 'flagged', 'replies', 'comments'] as const;
export type Shown = (typeof SHOWN)[number];

/** The messages that fit: all, those with a star, our answers, or what colleagues said among themselves. */
export function ofKind(messages: Message[], shown: Shown): Message[] {
  switch (shown) {
    case 'all':
      return messages;
    case 'flagged':
      return messages.filter(({ flagged }) => flagged);
    case 'replies':
      return messages.filter(({ direction }) => direction === 'sent');
    case 'comments':
      return messages.filter(({ direction }) => direction === 'comment');
  }
}

/** The class of the case's entries about mail that did not arrive. */
export const FAILURE = 'delivery_failure';

/** Whether an entry among these tells that a mail failed, with what helps: the mail itself need not tell it again. */
export function isFailureTold(messages: Message[], { delivery, outbox_id }: Message): boolean {
  if (delivery?.state !== 'failed' || !outbox_id) return false;
  return messages.some((one) => one.class === FAILURE && !one.removed && one.outbox_id === outbox_id);
}

/** How long a comment is its author's, as the server has it. */
const EDIT_MS = 15 * 60 * 1000;

/** Whether somebody may edit or remove a message. */
export function isTouchable(message: Message, user: string, mayDelete: boolean, now: number): boolean {
  const isOwn = message.direction === 'comment' && message.author_id === user;
  return mayDelete || (isOwn && now - new Date(message.created_at).getTime() <= EDIT_MS);
}

/** Why a mail may not be from whom it shows, as the key of a text; where no author is shown there is nobody to doubt. */
export function forgedHint({ direction, authenticity, from }: Message) {
  if (direction !== 'received') return undefined;
  if (authenticity === 'fail') return 'message.forgedHint';
  return authenticity === 'permerror' && from.address ? 'message.severalAuthorsHint' : undefined;
}
