// Whom an address field proposes: those of the conversation, those written to last, lists, and known persons.
import type { AddressWarning, DistributionList, KnownPerson } from '@/lib/api/types';
import type { Named } from '@/lib/mail/address-list';
import { typedList } from '@/lib/mail/distribution-list';

export type Suggestion = Named & { about: string | null; warning?: AddressWarning };

/** A distribution list, and what is said of it. */
type OfferedList = { list: DistributionList; about: string };

const SHOWN_MAX = 8;

/** Those that fit what is typed and are not chosen yet, the nearest first. */
export function suggestionsFor(
  typed: string,
  chosen: string[],
  { near, persons, lists = [] }: { near: Named[]; persons: KnownPerson[]; lists?: OfferedList[] },
): Suggestion[] {
  const words = plain(typed.trim()).split(/\s+/);
  const fits = ({ name, address }: Named) => {
    const text = plain(`${name ?? ''} ${address}`);
    return words.every((word) => text.includes(word));
  };
  const known = near.filter(fits).map((one) => ({ ...one, about: null }));
  const found = typed.trim() === '' ? [] : persons.filter(({ former }) => !former).flatMap(ofPerson);
  const sets = typed.trim() === '' ? [] : lists.map(ofList).filter(fits);
  const taken = new Set(chosen.map((address) => address.toLowerCase()));
  const all = [...known, ...sets, ...found].filter(({ address }) => {
    const key = address.toLowerCase();
    if (taken.has(key)) return false;
    taken.add(key);
    return true;
  });
  return all.slice(0, SHOWN_MAX);
}

/** Whichever way the letters of a name are typed, as the server compares them: Ødegård is Odegard, and Ödegård. */
const plain = (text: string) =>
  text.toLowerCase().replace(/æ/g, 'ae').replace(/ø/g, 'o').normalize('NFD').replace(/\p{M}/gu, '');

function ofList({ list, about }: OfferedList): Suggestion {
  return { address: typedList(list.id), name: list.name, about };
}

function ofPerson({ name, addresses, company_name, warnings }: KnownPerson): Suggestion[] {
  return addresses.map((address) => {
    const warning = warnings?.find((one) => one.address.toLowerCase() === address.toLowerCase());
    return { address, name, about: company_name, warning };
  });
}
