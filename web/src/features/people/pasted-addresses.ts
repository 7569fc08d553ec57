// Addresses that are pasted among those of a person.
import { readAddresses } from '@/lib/mail/address-list';

/**
 * The addresses with those that were pasted into one line: they stand behind what is in it, so that the usual one stays
 * the usual one. Nothing for a text that the line takes as it is.
 */
export function pastedAt(value: string[], at: number, text: string): string[] | undefined {
  const found = readAddresses(text).map(({ address }) => address);
  const isPlain = found.length < 2 && (found[0] ?? text.trim()) === text.trim();
  if (isPlain) return undefined;
  const all = [...value.slice(0, at + 1), ...found, ...value.slice(at + 1)];
  return all.filter((one, place) => one.trim() !== '' && all.indexOf(one) === place);
}
