import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api, take } from '@/lib/api/client';
import type { Absence } from '@/lib/api/types';

/** Whose absence: one's own, or a user's by his id. */
export type Whose = 'own' | { user: string };

const keyOf = (whose: Whose) => ['session', 'absence', whose === 'own' ? 'own' : whose.user];

/** When somebody is away. */
export function useAbsence(whose: Whose) {
  const queryFn = () =>
    whose === 'own'
      ? take(api.GET('/profile/absence'))
      : take(api.GET('/users/{id}/absence', { params: { path: { id: whose.user } } }));
  return useQuery({ queryKey: keyOf(whose), queryFn });
}

const setOwn = (body: Absence | null) =>
  body ? take(api.PUT('/profile/absence', { body })) : take(api.DELETE('/profile/absence'));

const setOf = (id: string, body: Absence | null) => {
  const params = { path: { id } };
  return body
    ? take(api.PUT('/users/{id}/absence', { params, body }))
    : take(api.DELETE('/users/{id}/absence', { params }));
};

/** Sets an absence; null ends it. */
export function useSetAbsence(whose: Whose) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: Absence | null) => (whose === 'own' ? setOwn(body) : setOf(whose.user, body)),
    onSuccess: (away) => {
      client.setQueryData(keyOf(whose), away);
      return client.invalidateQueries({ queryKey: ['people'] });
    },
  });
}
