// The classes of returns, in the order of docs/returns.md, and those of them that a rule may give one.
export const RETURN_CLASSES = [
  'mailbox-unknown',
  'mailbox-moved',
  'mailbox-inactive',
  'domain-unknown',
  'domain-no-mail',
  'mailbox-full',
  'mailbox-busy',
  'too-large',
  'content-refused',
  'virus',
  'spam-judged',
  'reputation-block',
  'auth-failed',
  'setup-refused',
  'sender-refused',
  'relay-denied',
  'greylisted',
  'rate-limited',
  'host-down',
  'loop',
  'expired',
  'protocol',
  'eai-unsupported',
  'refused-by-recipient',
  'complaint',
  'unsubscribe',
  'auto-reply',
  'challenge',
  'progress',
] as const;

/** What no server means by refusing a mail: it comes in mails of its own. */
const NO_REFUSALS: readonly string[] = ['complaint', 'auto-reply', 'challenge', 'progress'];

/** The classes that a rule may give a return. */
export const RULE_CLASSES = RETURN_CLASSES.filter((name) => !NO_REFUSALS.includes(name));
