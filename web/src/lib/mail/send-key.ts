// By what the server knows a first mail again: one key for its draft, among all that were begun, and one for sending it, so
// that it is not sent twice over an answer that was lost.

/** A new key. The generator works on pages without encryption, too, where `randomUUID` is missing. */
export function newSendKey(): string {
  const octets = crypto.getRandomValues(new Uint8Array(16));
  return [...octets].map((octet) => octet.toString(16).padStart(2, '0')).join('');
}

/** Stands for the one first mail whose draft has no key: of a program that makes none. */
export const KEYLESS = 'keyless';

/** Whether it can name the draft of a first mail in an address. */
export function isMailName(text: string): boolean {
  return text === KEYLESS || /^[0-9a-f]{32}$/.test(text);
}

/** The key that the server knows it by. */
export function keyOf(name: string): string | undefined {
  return name === KEYLESS ? undefined : name;
}
