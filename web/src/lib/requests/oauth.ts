import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api, take } from '@/lib/api/client';
import type { OauthSignIn, OauthWay, ServerCandidate } from '@/lib/api/types';

/** How often a page asks whether a code was typed, milliseconds; the server asks the provider. */
const ASK_MS = 2000;

export const oauthApplicationsQuery = queryOptions({
  queryKey: ['oauth', 'applications'],
  queryFn: async () => (await take(api.GET('/oauth/applications'))).rows,
});

/** What one can sign in to a server with, whatever one's rights. */
export const oauthChoicesQuery = queryOptions({
  queryKey: ['oauth', 'choices'],
  queryFn: async () => (await take(api.GET('/oauth/choices'))).rows,
});

/** The applications that one can sign in with, by name. */
export function useOauthApplications() {
  return useQuery(oauthChoicesQuery).data ?? [];
}

/** The application for a server that was found, where its provider wants OAuth 2.0 and one is registered. */
export function useApplicationFor() {
  const applications = useOauthApplications();
  return ({ sign_in, provider }: Pick<ServerCandidate, 'sign_in' | 'provider'>) => {
    const fits = sign_in === 'oauth' && applications.find((known) => known.provider === provider);
    return fits ? { oauth_application_id: fits.id } : {};
  };
}

/** How one signs in at a provider chosen by name: with its application where there is one, else with a password. */
export function useSignInWith() {
  const applicationFor = useApplicationFor();
  return (provider: ServerCandidate['provider'] | undefined) => ({
    oauth_application_id: null,
    ...(provider ? applicationFor({ sign_in: 'oauth', provider }) : {}),
  });
}

/** The providers whose addresses are known, and `own` for any other. */
export const oauthProvidersQuery = queryOptions({
  queryKey: ['oauth', 'providers'],
  queryFn: async () => (await take(api.GET('/oauth/providers'))).rows,
  staleTime: Number.POSITIVE_INFINITY,
});

/** What somebody signs in for. */
export type OauthOwner = { mailbox: string } | { domain: string } | 'transport' | 'user';

/** Begins a sign-in with the provider. */
export function useBeginSignIn(owner: OauthOwner) {
  return useMutation({
    mutationFn: (way: OauthWay): Promise<OauthSignIn> => begun(owner, { way }),
  });
}

function begun(owner: OauthOwner, body: { way: OauthWay }): Promise<OauthSignIn> {
  if (owner === 'transport') return take(api.POST('/transport/oauth', { body }));
  if (owner === 'user') return take(api.POST('/profile/transport/oauth', { body }));
  if ('mailbox' in owner) {
    return take(api.POST('/mailboxes/{id}/oauth', { params: { path: { id: owner.mailbox } }, body }));
  }
  return take(api.POST('/domain-transports/{id}/oauth', { params: { path: { id: owner.domain } }, body }));
}

/** How a sign-in stands, asked for until it has ended. */
export function useSignInState(begun: OauthSignIn) {
  return useQuery({
    queryKey: ['oauth', 'sign-ins', begun.id],
    queryFn: () => take(api.GET('/oauth/sign-ins/{id}', { params: { path: { id: begun.id } } })),
    initialData: begun,
    refetchInterval: ({ state }) =>
      state.data?.outcome === 'waiting' && state.status !== 'error' ? ASK_MS : false,
  });
}

/** Forgets a sign-in that is under way. */
export function useCancelSignIn() {
  return useMutation({
    mutationFn: (id: string) => take(api.DELETE('/oauth/sign-ins/{id}', { params: { path: { id } } })),
  });
}

/** Whatever shows how a sign-in stands is loaded anew. */
export function useOauthRefresh() {
  const client = useQueryClient();
  return () => {
    for (const key of ['mailboxes', 'transport', 'domain-transports', 'oauth'])
      void client.invalidateQueries({ queryKey: [key] });
  };
}
