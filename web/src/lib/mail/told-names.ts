// Names that came with addresses, as long as the window is open: fields have addresses alone, and mails and their drafts take the
// names from here (named-recipients).
import type { Named } from './address-list';

const KEPT_MAX = 1000;
const kept = new Map<string, string>();

/** Keeps the names that were pasted or chosen with these addresses. */
export function tellNames(people: Named[]): void {
  for (const { address, name } of people) {
    if (!name) continue;
    const key = address.toLowerCase();
    kept.delete(key);
    kept.set(key, name);
  }
  for (const oldest of [...kept.keys()].slice(0, -KEPT_MAX)) kept.delete(oldest);
}

/** The name that came with an address. */
export function toldName(address: string): string | undefined {
  return kept.get(address.toLowerCase());
}
