// As whom a mail is written, and what the server said that it leaves through.
import type { Case, Compose, FromChoice } from '@/lib/api/types';
import { useSenderCheck } from '@/lib/requests/sender-check';
import { useMailSenders } from './api/mail-senders';
import { keyOf } from './sender-choice';

export type MailFrom = {
  /** The mailbox's address with its name, as it stands in the mail; none where each of many mails is from its own. */
  mailbox?: string;
  /** Whether that mailbox was deleted, so that nothing is written from it. */
  isGone?: boolean;
  /** Whether it is the first mail of a new case. */
  begins?: boolean;
  /** As whom, where the author chose. */
  from: FromChoice | null;
  /** The template that it was begun with. */
  template_id: string | null;
};

/** Who a mail is from, as it is chosen or usual; without an address it is from nobody. */
export function useMailFrom({ mailbox, isGone = false, begins = false, from, template_id }: MailFrom) {
  const found = useMailSenders(template_id, begins).data;
  const offered = found?.offered ?? [];
  const choice = from ?? found?.usual ?? { kind: 'mailbox' as const };
  const sender = offered.find((one) => keyOf(one.from) === keyOf(choice));
  const isOfNobody = isGone && !sender;
  const address = isOfNobody ? undefined : (sender?.address ?? (mailbox && addressOf(mailbox)));
  return { found, offered, choice, sender, isOfNobody, address, own: choice.kind === 'own' };
}

/** The largest mail that the outgoing server took as it said last, octets; nothing where it said none. */
export function useAnnouncedMax(mail: MailFrom): number | undefined {
  const { address, own } = useMailFrom(mail);
  return useSenderCheck(address ?? '', own)?.max_octets ?? undefined;
}

/** The mailbox that an answer is from, with its name; and whether it is gone. */
export function mailboxOf(shown: Case, compose: Compose | undefined) {
  const sender = compose?.sender;
  const address = sender?.address ?? shown.mailbox_address;
  const mailbox = address && sender?.name ? `${sender.name} <${address}>` : (address ?? undefined);
  return { mailbox, isGone: sender === null && compose !== undefined };
}

/** The address of a mailbox that stands with its name. */
function addressOf(mailbox: string): string {
  return /<([^<>]+)>$/.exec(mailbox)?.[1] ?? mailbox;
}
