// What a user chose about the interface: kept on the server for all his browsers, and on this one so
// that a page looks right before the server has answered, or when it does not.
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useRef } from 'react';
import { api, take } from '@/lib/api/client';
import { ownKey } from '@/lib/session/known-here';

/** Changes wait this long, so that a dragged border is one change. */
const PAUSE_MS = 500;

type Preferences = Record<string, unknown>;

const preferencesQuery = {
  queryKey: ['preferences'],
  queryFn: async (): Promise<Preferences> => {
    const { rows } = await take(api.GET('/profile/preferences'));
    return Object.fromEntries(rows.map(({ name, value }) => [name, value]));
  },
  staleTime: Number.POSITIVE_INFINITY,
};

/** Of whose page this is alone: the next one at this browser would see whom he wrote to last. */
function storageKey(name: string): string {
  return ownKey(`posthus.preference.${name}`);
}

function keptHere(name: string): unknown {
  try {
    return JSON.parse(localStorage.getItem(storageKey(name)) ?? 'null');
  } catch {
    return null;
  }
}

/** The choice under a name, `null` until there is one, and how to change it. */
export function usePreference(name: string): [unknown, (value: unknown) => void] {
  const client = useQueryClient();
  const { data } = useQuery(preferencesQuery);
  const value = data ? (data[name] ?? null) : keptHere(name);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const waiting = useRef<(() => void) | null>(null);
  // A page that is left sends what it has not sent yet.
  useEffect(() => () => waiting.current?.(), []);

  const change = useCallback(
    (next: unknown) => {
      localStorage.setItem(storageKey(name), JSON.stringify(next));
      client.setQueryData<Preferences>(preferencesQuery.queryKey, (all) => ({ ...all, [name]: next }));
      const send = () => {
        clearTimeout(timer.current);
        waiting.current = null;
        // It holds in this browser whatever the server says; the next change is sent again.
        const body = { value: next ?? null };
        take(api.PUT('/profile/preferences/{name}', { params: { path: { name } }, body })).catch(() => null);
      };
      clearTimeout(timer.current);
      waiting.current = send;
      timer.current = setTimeout(send, PAUSE_MS);
    },
    [client, name],
  );
  return [value, change];
}
