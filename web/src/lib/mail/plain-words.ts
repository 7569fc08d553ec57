// What a receiving server's refusal means, in plain words: chosen by its enhanced status code
// (RFC 3463), else by its reply code. The texts stand in the catalogues under `reason`.

/** The kinds of reason that have a sentence. */
export type Reason =
  | 'no_such_address'
  | 'address_moved'
  | 'mailbox_disabled'
  | 'mailbox_full'
  | 'too_large'
  | 'no_such_domain'
  | 'unreachable'
  | 'busy'
  | 'spam'
  | 'not_allowed'
  | 'sender_not_trusted'
  | 'encryption'
  | 'malformed';

/** By subject and detail; the class (4 or 5) only says whether it is tried again. */
const BY_STATUS: Record<string, Reason> = {
  '1.0': 'no_such_address',
  '1.1': 'no_such_address',
  '1.2': 'no_such_domain',
  '1.3': 'no_such_address',
  '1.6': 'address_moved',
  '1.10': 'no_such_domain',
  '2.0': 'mailbox_disabled',
  '2.1': 'mailbox_disabled',
  '2.2': 'mailbox_full',
  '2.3': 'too_large',
  '3.1': 'mailbox_full',
  '3.2': 'busy',
  '3.4': 'too_large',
  '4.1': 'unreachable',
  '4.2': 'unreachable',
  '4.3': 'no_such_domain',
  '4.4': 'no_such_domain',
  '4.5': 'busy',
  '4.6': 'not_allowed',
  '4.7': 'unreachable',
  '5.0': 'malformed',
  '5.1': 'malformed',
  '5.2': 'malformed',
  '5.4': 'malformed',
  '6.0': 'malformed',
  '7.0': 'not_allowed',
  '7.1': 'not_allowed',
  '7.4': 'encryption',
  '7.10': 'encryption',
  '7.20': 'sender_not_trusted',
  '7.23': 'sender_not_trusted',
  '7.25': 'sender_not_trusted',
  '7.26': 'sender_not_trusted',
};

const BY_CODE: Record<number, Reason> = {
  421: 'busy',
  450: 'busy',
  451: 'busy',
  452: 'busy',
  550: 'no_such_address',
  551: 'address_moved',
  552: 'mailbox_full',
  553: 'no_such_address',
  554: 'not_allowed',
};

const SPAM = /\b(spam|junk|bulk|block(ed)?\s?list|blacklist|reputation|rbl|dnsbl)\b/i;

export type Refusal = { code?: number | null; enhanced?: string | null; words?: string | null };

/** The reason behind a refusal, or nothing when its codes tell none. */
export function reasonOf(refusal: Refusal): Reason | undefined {
  const words = refusal.words ?? '';
  const enhanced = refusal.enhanced ?? /\b([245]\.\d{1,3}\.\d{1,3})\b/.exec(words)?.[1];
  const code = refusal.code ?? Number(/^\s*([45]\d\d)\b/.exec(words)?.[1] ?? 0);
  if (SPAM.test(words)) return 'spam';
  const known = (enhanced ? BY_STATUS[enhanced.slice(2)] : undefined) ?? BY_CODE[code];
  // A temporary "not allowed" is greylisting or a limit: the same mail is taken a little later.
  const isTemporary = enhanced ? enhanced.startsWith('4') : code < 500;
  return known === 'not_allowed' && isTemporary ? 'busy' : known;
}
