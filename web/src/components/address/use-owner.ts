// Whose an address is already: the right address of one is never that of another by a slip.
import type { CaseParticipant } from '@/lib/api/types';
import { isAddress } from '@/lib/mail/address';
import { useFoundPersons } from '@/lib/requests/find-persons';

/** Who the wrong address belongs to, as far as the page knows. */
export type Before = {
  address: string;
  /** The person whose case it is, where the wrong address is his. */
  person?: string | null;
  /** Who takes part in the case. */
  participants?: CaseParticipant[];
};

export type Owner = { name: string; takesPart: boolean };

const key = (address: string) => address.trim().toLowerCase();

/** Somebody else who has this address; nothing where nobody has it, or whoever has the wrong one. */
export function useOwner(address: string, { participants = [], ...before }: Before): Owner | undefined {
  const known = useFoundPersons(isAddress(address) ? address : '').data ?? [];
  const knownBefore = useFoundPersons(before.address).data ?? [];
  if (key(address) === key(before.address)) return undefined;
  const has = (of: string) => (one: { addresses: string[] }) =>
    one.addresses.some((it) => key(it) === key(of));
  const holder = known.find(has(address));
  const mine = knownBefore.find(has(before.address))?.id ?? before.person ?? undefined;
  if (holder && holder.id === mine) return undefined;
  const other = participants.find((one) => key(one.address) === key(address));
  if (other) return { name: other.name ?? holder?.name ?? other.address, takesPart: true };
  return holder && mine ? { name: holder.name, takesPart: false } : undefined;
}
