import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api, take } from '@/lib/api/client';
import type { KnownPerson, KnownPersonInput } from '@/lib/api/types';
import { useForgetRecipients } from '@/lib/preferences/use-recent-recipients';

/** Creates a person, or changes this one. */
export function useSavePerson(person: Pick<KnownPerson, 'id' | 'addresses'> | undefined) {
  const client = useQueryClient();
  const forget = useForgetRecipients();
  return useMutation({
    mutationFn: (body: KnownPersonInput) =>
      person
        ? take(api.PATCH('/persons/{id}', { params: { path: { id: person.id } }, body }))
        : take(api.POST('/persons', { body })),
    onSuccess: ({ addresses }) => {
      const left = new Set(addresses.map((address) => address.toLowerCase()));
      forget((person?.addresses ?? []).filter((address) => !left.has(address.toLowerCase())));
      return client.invalidateQueries({ queryKey: ['persons'] });
    },
  });
}
