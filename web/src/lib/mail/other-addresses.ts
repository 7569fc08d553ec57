import type { KnownPerson } from '@/lib/api/types';

const key = (text: string) => text.toLowerCase();

/** The addresses that whoever has this one has beside it, without those that are written to no more. */
export function otherAddresses(people: KnownPerson[], address: string): string[] {
  const person = people.find(({ addresses }) => addresses.some((one) => key(one) === key(address)));
  if (!person) return [];
  const blocked = person.warnings.filter(({ scope }) => scope === 'all').map((one) => key(one.address));
  return person.addresses.filter((one) => key(one) !== key(address) && !blocked.includes(key(one)));
}
