// Names that came with addresses, as long as the window is open: fields have addresses alone, and mails and their drafts take the
// names from here (named-recipients).
import type { Named } from './address-list';

const KEPT_MAX = 1000;
/** None where the name that came with an address was taken off again. */
const kept = new Map<string, string | null>();

/** Keeps the names that were pasted or chosen with these addresses. */
export function tellNames(people: Named[]): void {
  for (const { address, name } of people) if (name) put(address, name);
}

/** What is written without a name has none, whatever came with it before: as a row of a table is read, that may be a town. */
export function forgetName(address: string): void {
  if (kept.has(address.toLowerCase())) put(address, null);
}

/** The name that came with an address. */
export function toldName(address: string): string | undefined {
  return kept.get(address.toLowerCase()) ?? undefined;
}

/** Whether the name that came with an address was taken off again. */
export function isNameForgotten(address: string): boolean {
  return kept.get(address.toLowerCase()) === null;
}

function put(address: string, name: string | null) {
  const key = address.toLowerCase();
  kept.delete(key);
  kept.set(key, name);
  for (const oldest of [...kept.keys()].slice(0, -KEPT_MAX)) kept.delete(oldest);
}
