// What Posthus notes in the place of a server's words where it did not try a blocked address. The sentence is
// `flows::outbox::blocks`'s own and holds its reason as data, so that it can be said in every language.

/** Why a mail was not tried. */
export type HeldBack = {
  /** The day of the block. */
  since: string;
  reason: 'returned' | 'hand' | 'imported';
  /** What the last mail came back as; empty where that is not known. */
  class: string;
  /** The words of the server that sent it back. */
  words: string;
};

const SENTENCE =
  /^the address is blocked since (\d{4}-\d\d-\d\d): (?:mail to it came back \(([a-z-]*)\): ([\s\S]*)|(a colleague blocked it)|it was on an imported list)$/;

/** Reads such a sentence; nothing for the words of a server. */
export function heldBack(words: string): HeldBack | undefined {
  const found = SENTENCE.exec(words.trim());
  if (!found) return undefined;
  const [, since = '', cls, said = '', byHand] = found;
  if (cls !== undefined) return { since, reason: 'returned', class: cls, words: said };
  return { since, reason: byHand ? 'hand' : 'imported', class: '', words: '' };
}
