// What is written to many is of no case yet: its draft lies among the first mails, one for answers and one for what is passed
// on, each under a key of its own. What came back beside what was begun since has a further key that tells its kind, too.
import { newSendKey } from './send-key';

export type Many = 'reply' | 'forward';

export const MANY: Record<Many, string> = {
  reply: '6d616e79000000000000000000000001',
  forward: '6d616e79000000000000000000000002',
};

/** What all of their keys begin with. */
const BEGIN = 8;

/** What a draft is of that lies among the first mails, where it is of many. */
export function manyOf(mail_key: string | null): Many | undefined {
  return (['reply', 'forward'] as const).find(
    (many) =>
      mail_key?.slice(0, BEGIN) === MANY[many].slice(0, BEGIN) && mail_key.at(-1) === MANY[many].at(-1),
  );
}

/** A further key for a mail of the same kind as the one that has this. */
export function besideOf(name: string): string {
  const many = manyOf(name);
  return many ? furtherOf(many) : newSendKey();
}

/** A further key for a mail of this kind. */
export function furtherOf(many: Many): string {
  return MANY[many].slice(0, BEGIN) + newSendKey().slice(BEGIN, -1) + MANY[many].slice(-1);
}
