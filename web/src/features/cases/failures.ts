// Entries of a case about a mail that did not arrive: each is about one recipient, whatever became of the others.
import type { Case, Message } from '@/lib/api/types';
import { FAILURE } from './message-kinds';

/** Entries of one mail that stand by themselves; of more, one card tells. */
export const APART = 3;

/** What has become of the recipient whom an entry tells of. */
export type FailureStanding = 'open' | 'again' | 'arrived' | 'binned' | 'toldAnew' | 'settled';

/** A mail that went in the place of one that did not arrive. */
export type SentAnew = { to: string; state: 'arrived' | 'underway' | 'failed' };

const keyOf = (address: string | null | undefined) => address?.toLowerCase() ?? '';
const addressOf = ({ to }: Message) => keyOf(to[0]?.address);

/** Whether a later entry tells of the same recipient of the same mail. */
function isToldAnew(messages: Message[], entry: Message): boolean {
  return messages.some(
    (one) =>
      one.class === FAILURE &&
      one.outbox_id === entry.outbox_id &&
      isAfter(one, entry) &&
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

/** What the log calls it that a mail is made ready for another address: this once, or from then on. */
const READDRESSED = ['readdressed', 'corrected'];

/** What the log tells of addresses in the place of the entry's: one that was corrected may be corrected again. */
function putSince(log: Case['log'], entry: Message): Case['log'] {
  const wrong = new Set([addressOf(entry)]);
  return log.filter(({ what, at, params }) => {
    const isOf = READDRESSED.includes(what) && at >= entry.created_at && wrong.has(keyOf(params.from));
    if (isOf && what === 'corrected') wrong.add(keyOf(params.to));
    return isOf;
  });
}

/** The address that stands in the case in the place of the one that an entry tells of. */
export function addressNow(log: Case['log'], entry: Message): string | undefined {
  const corrected = putSince(log, entry).filter(({ what }) => what === 'corrected');
  return corrected.at(-1)?.params.to ?? entry.to[0]?.address ?? undefined;
}

/** The mail that went in its place since: to the address that somebody put in the wrong one's place, or the same once more. */
export function sentAnew(
  { messages, log }: Pick<Case, 'messages' | 'log'>,
  entry: Message,
): SentAnew | undefined {
  const mail = messages.find((one) => one.direction === 'sent' && one.outbox_id === entry.outbox_id);
  const recipient = addressOf(entry);
  const isForIt = ({ params }: Case['log'][number]) => !params.mail || params.mail === entry.outbox_id;
  const put = putSince(log, entry).filter(isForIt).at(-1);
  const right = keyOf(put?.params.to);
  const replaces = (one: Message) => {
    if (one.direction !== 'sent' || one.outbox_id === entry.outbox_id || !isAfter(one, entry)) return false;
    const to = recipientsOf(one);
    const isRight = put !== undefined && one.created_at >= put.at && to.includes(right);
    return isRight || (isSame(one, mail) && to.includes(recipient));
  };
  const found = messages.findLast(replaces);
  if (!found) return undefined;
  const to = put && recipientsOf(found).includes(right) ? (put.params.to ?? right) : recipient;
  return { to, state: stateOf(messages, found, keyOf(to)) };
}

/** Whether a message stands behind another: one that the server does not have yet behind all that it has. */
export function isAfter(one: Pick<Message, 'id'>, entry: Pick<Message, 'id'>): boolean {
  if (!isKept(entry)) return false;
  return !isKept(one) || BigInt(one.id) > BigInt(entry.id);
}

const isKept = ({ id }: Pick<Message, 'id'>) => /^\d+$/.test(id);

const recipientsOf = ({ to, cc, bcc }: Message) =>
  [...[...to, ...cc].map(({ address }) => address), ...bcc].map(keyOf);

const isSame = (one: Message, mail: Message | undefined) =>
  mail !== undefined && one.text.trim() !== '' && one.text.trim() === mail.text.trim();

/** How far it came to one of its recipients: others of it may have failed. */
function stateOf(messages: Message[], mail: Message, recipient: string): SentAnew['state'] {
  const { delivery } = mail;
  if (delivery?.state === 'sent') return 'arrived';
  if (delivery?.state !== 'failed') return 'underway';
  const told = failedOf(messages, mail);
  return told.length > 0 && !told.includes(recipient) ? 'arrived' : 'failed';
}

/** The recipients of a mail whom its entries tell it did not reach. */
export function failedOf(messages: Message[], mail: Message): string[] {
  return [...new Set(openOf(messages, mail).map(addressOf))];
}

/** The entries that tell so. */
function openOf(messages: Message[], { outbox_id }: Message): Message[] {
  const entries = messages.filter(
    (one) => one.class === FAILURE && !one.removed && one.outbox_id === outbox_id && outbox_id !== null,
  );
  return entries.filter((one) => standingOf(messages, one) === 'open');
}

/** How many of a mail's recipients are without it, of all of them: nobody where another went to each whom it did not reach. */
export type PartFailed = { failed: number; all: number };

/** The same of a mail; nothing where it is all of them, or the case does not tell. */
export function partFailed(shown: Pick<Case, 'messages' | 'log'>, mail: Message): PartFailed | undefined {
  if (mail.delivery?.state !== 'failed') return undefined;
  const open = openOf(shown.messages, mail);
  const isWithout = (entry: Message) => (sentAnew(shown, entry)?.state ?? 'failed') === 'failed';
  const failed = new Set(open.filter(isWithout).map(addressOf)).size;
  const all = new Set(recipientsOf(mail)).size;
  return open.length > 0 && failed < all ? { failed, all } : undefined;
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

/** Whether whom an entry tells of had a blind copy of the mail: nobody sees him in the case. */
export function hadBlindCopy(messages: Message[], entry: Message): boolean {
  const mail = messages.find((one) => one.direction === 'sent' && one.outbox_id === entry.outbox_id);
  if (!mail) return false;
  const shown = [...mail.to, ...mail.cc].map(({ address }) => keyOf(address));
  const he = addressOf(entry);
  return mail.bcc.some((address) => keyOf(address) === he) && !shown.includes(he);
}

/** Whether a draft of what did not arrive goes to nobody any more whom an entry of the case tells it did not reach. */
export function isForOthers(messages: Message[], draft: { to: string[] | null; bcc: string[] }): boolean {
  const wrong = messages
    .filter((one) => one.class === FAILURE && !one.removed && standingOf(messages, one) === 'open')
    .map(addressOf);
  const named = [...(draft.to ?? []), ...draft.bcc];
  return draft.to !== null && named.length > 0 && !named.some((address) => wrong.includes(keyOf(address)));
}
