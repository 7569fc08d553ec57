import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api, take } from '@/lib/api/client';
import { useForgetRecipients } from '@/lib/preferences/use-recent-recipients';

export type Correction = { person: string; from: string; to: string };

/** What a correction made of the person: an open form goes on from the version behind it, where it knew the one before. */
export type Corrected = { from: string; to: string; before: number; after: number };

/** Puts the right address of a person in the place of a wrong one; the others stay as they are. */
export function useCorrectAddress() {
  const client = useQueryClient();
  const forget = useForgetRecipients();
  return useMutation({
    mutationFn: async ({ person: id, from, to }: Correction): Promise<Corrected> => {
      const path = { id };
      const person = await take(api.GET('/persons/{id}', { params: { path } }));
      // What others change meanwhile stays theirs: the addresses alone, and only of what was just read.
      const body = { addresses: corrected(person.addresses, from, to), seen_version: person.version };
      const { version } = await take(api.PATCH('/persons/{id}', { params: { path }, body }));
      return { from, to, before: person.version, after: version };
    },
    onSuccess: (_corrected, { from, to }) => {
      if (from.trim().toLowerCase() !== to.trim().toLowerCase()) forget([from]);
      void client.invalidateQueries({ queryKey: ['blocked-addresses'] });
      return client.invalidateQueries({ queryKey: ['persons'] });
    },
  });
}

/** Addresses with one in the place of another, each once. */
export function corrected(addresses: string[], from: string, to: string): string[] {
  const key = (text: string) => text.trim().toLowerCase();
  const changed = addresses.map((one) => (key(one) === key(from) ? to.trim() : one));
  return changed.filter((one, at) => changed.findIndex((other) => key(other) === key(one)) === at);
}
