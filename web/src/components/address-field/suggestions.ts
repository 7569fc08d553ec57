// Whom an address field proposes: those of the conversation, those written to last, lists, and known persons.

import type { AddressWarning, DistributionList, KnownPerson } from '@/lib/api/types';
import { readable } from '@/lib/format/domain-name';
import type { Named } from '@/lib/mail/address-list';
import { typedList } from '@/lib/mail/distribution-list';

export type Suggestion = Named & { about: string | null; warning?: AddressWarning };

/** A distribution list, and what is said of it. */
type OfferedList = { list: DistributionList; about: string };

const SHOWN_MAX = 8;

/**
 * Those that fit what is typed and are not chosen yet, the nearest first and those to whom nothing is sent last.
 * Whoever is known is offered with the addresses that stand on his card, not with one that he had before.
 */
export function suggestionsFor(
  typed: string,
  chosen: string[],
  { near, persons, lists = [] }: { near: Named[]; persons: KnownPerson[]; lists?: OfferedList[] },
): Suggestion[] {
  const words = plain(typed.trim()).split(/\s+/);
  const fits = ({ name, address }: Named) => {
    const text = plain(`${name ?? ''} ${address} ${readable(address)}`);
    return words.every((word) => text.includes(word));
  };
  const warnings = byAddress(persons);
  const isPast = pastOf(persons, typed);
  const known = near
    .filter((one) => fits(one) && !isPast(one))
    .map((one) => withWarning({ ...one, about: null }, warnings));
  const found = typed.trim() === '' ? [] : persons.filter(({ former }) => !former).flatMap(ofPerson);
  const sets = typed.trim() === '' ? [] : lists.map(ofList).filter(fits);
  const taken = new Set(chosen.map((address) => address.toLowerCase()));
  const all = [...known, ...sets, ...found].filter(({ address }) => {
    const key = address.toLowerCase();
    if (taken.has(key)) return false;
    taken.add(key);
    return true;
  });
  const [stopped, open] = [all.filter(isStopped), all.filter((one) => !isStopped(one))];
  return [...open, ...stopped].slice(0, SHOWN_MAX);
}

const keyOf = (text: string) => text.trim().toLowerCase();

/** Nothing is sent there; whoever is on trial gets the mail. */
const isStopped = ({ warning }: Suggestion) => warning?.scope === 'all' && !warning.trial;

const byAddress = (persons: KnownPerson[]) =>
  new Map(persons.flatMap(({ warnings }) => (warnings ?? []).map((one) => [keyOf(one.address), one])));

function withWarning(one: Suggestion, warnings: Map<string, AddressWarning>): Suggestion {
  const warning = warnings.get(keyOf(one.address));
  return warning ? { ...one, warning } : one;
}

/**
 * Whether somebody's address is not his any more: he has left, or is known by his name with other addresses. Whoever
 * types an address is offered it all the same.
 */
function pastOf(persons: KnownPerson[], typed: string): (one: Named) => boolean {
  if (typed.trim() === '') return () => false;
  const addresses = (some: KnownPerson[]) => new Set(some.flatMap((one) => one.addresses.map(keyOf)));
  const here = persons.filter(({ former }) => !former);
  const right = addresses(here);
  const left = addresses(persons.filter(({ former }) => former));
  const names = new Set(here.filter((one) => one.addresses.length > 0).map(({ name }) => keyOf(name)));
  return ({ name, address }) => {
    if (right.has(keyOf(address))) return false;
    return left.has(keyOf(address)) || (!typed.includes('@') && name !== null && names.has(keyOf(name)));
  };
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
