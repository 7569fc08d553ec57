// Entries of a case about a mail that did not arrive: each is about one recipient, whatever became of the others.
import type { Message } from '@/lib/api/types';
import { FAILURE } from './message-kinds';

/** Entries of one mail that stand by themselves; of more, one card tells. */
export const APART = 3;

/** What has become of the recipient whom an entry tells of. */
export type FailureStanding = 'open' | 'again' | 'arrived' | 'binned' | 'toldAnew' | 'settled';

const addressOf = ({ to }: Message) => to[0]?.address?.toLowerCase() ?? '';

/** Whether a later entry tells of the same recipient of the same mail. */
function isToldAnew(messages: Message[], entry: Message): boolean {
  return messages.some(
    (one) =>
      one.class === FAILURE &&
      one.outbox_id === entry.outbox_id &&
      BigInt(one.id) > BigInt(entry.id) &&
      addressOf(one) === addressOf(entry),
  );
}

/** What has become of whom it tells of, in a case with these messages. */
export function standingOf(messages: Message[], entry: Message): FailureStanding {
  if (isToldAnew(messages, entry)) return 'toldAnew';
  const state = entry.recipient_state ?? entry.delivery?.state;
  if (state === 'sent') return 'arrived';
  if (entry.delivery?.binned) return 'binned';
  if (state === 'failed') return 'open';
  return state ? 'again' : 'settled';
}

/** The newest entry about each recipient of a mail, where they are so many that one card tells of all; by the mail. */
export function gathered(messages: Message[]): Map<string, Message[]> {
  const byMail = new Map<string, Message[]>();
  for (const one of messages) {
    if (one.class !== FAILURE || one.removed || !one.outbox_id) continue;
    if (isToldAnew(messages, one)) continue;
    byMail.set(one.outbox_id, [...(byMail.get(one.outbox_id) ?? []), one]);
  }
  for (const [mail, entries] of byMail) if (entries.length <= APART) byMail.delete(mail);
  return byMail;
}
