// The senders that a mail can be from, as the menu of them has them.
import type { FromChoice as Choice, MailSender } from '@/lib/api/types';

export function labelOf({ name, address }: MailSender): string {
  return name ? `${name} <${address}>` : address;
}

export function keyOf({ kind, id }: Choice): string {
  return kind === 'shared' ? `shared/${id}` : kind;
}

export function choiceOf(key: string): Choice {
  if (key === 'own' || key === 'mailbox') return { kind: key };
  return { kind: 'shared', id: key.slice('shared/'.length) };
}

/** Whether a sender fits what is sought: every word, in its name or address. */
export function fits(label: string, query: string): boolean {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  return words.every((word) => label.toLowerCase().includes(word));
}
