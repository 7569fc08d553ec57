import { useQuery } from '@tanstack/react-query';
import { api, take } from '@/lib/api/client';

const NONE: string[] = [];

/** The addresses of a person beside one of his, without those that are written to no more. */
export function useOtherAddresses(person: string | null, address: string): string[] {
  const found = useQuery({
    queryKey: ['persons', 'one', person],
    enabled: person !== null,
    queryFn: () => take(api.GET('/persons/{id}', { params: { path: { id: person ?? '' } } })),
  }).data;
  if (!found) return NONE;
  const key = (text: string) => text.toLowerCase();
  const all = found.addresses.map(key);
  // Somebody else's mail has nothing to do with this person.
  if (!all.includes(key(address))) return NONE;
  const blocked = found.warnings.filter(({ scope }) => scope === 'all').map((one) => key(one.address));
  return found.addresses.filter((one) => key(one) !== key(address) && !blocked.includes(key(one)));
}
