// Whom an address field proposes: those of the conversation, those written to last, and known persons.
import type { AddressWarning, KnownPerson } from '@/lib/api/types';
import type { Named } from '@/lib/mail/address-list';

export type Suggestion = Named & { about: string | null; warning?: AddressWarning };

const SHOWN_MAX = 8;

/** Those that fit what is typed and are not chosen yet, the nearest first. */
export function suggestionsFor(
  typed: string,
  chosen: string[],
  { near, persons }: { near: Named[]; persons: KnownPerson[] },
): Suggestion[] {
  const words = typed.trim().toLowerCase().split(/\s+/);
  const fits = ({ name, address }: Named) => {
    const text = `${name ?? ''} ${address}`.toLowerCase();
    return words.every((word) => text.includes(word));
  };
  const known = near.filter(fits).map((one) => ({ ...one, about: null }));
  const found = typed.trim() === '' ? [] : persons.filter(({ former }) => !former).flatMap(ofPerson);
  const taken = new Set(chosen.map((address) => address.toLowerCase()));
  const all = [...known, ...found].filter(({ address }) => {
    const key = address.toLowerCase();
    if (taken.has(key)) return false;
    taken.add(key);
    return true;
  });
  return all.slice(0, SHOWN_MAX);
}

function ofPerson({ name, addresses, company_name, warnings }: KnownPerson): Suggestion[] {
  return addresses.map((address) => {
    const warning = warnings?.find((one) => one.address.toLowerCase() === address.toLowerCase());
    return { address, name, about: company_name, warning };
  });
}
