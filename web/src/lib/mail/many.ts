// What is written to many is of no case yet: its draft lies among the first mails, one for answers and one for what is passed
// on, each under a key of its own.

export type Many = 'reply' | 'forward';

export const MANY: Record<Many, string> = {
  reply: '6d616e79000000000000000000000001',
  forward: '6d616e79000000000000000000000002',
};

/** What a draft is of that lies among the first mails, where it is of many. */
export function manyOf(mail_key: string | null): Many | undefined {
  return (['reply', 'forward'] as const).find((many) => MANY[many] === mail_key);
}
