// The application with which one signs in to a server that was found.
import type { OauthApplication, ServerCandidate } from '@/lib/api/types';
import { useOauthApplications } from '@/lib/requests/oauth';

type Found = Pick<ServerCandidate, 'sign_in' | 'provider'>;

/** The first one of the provider, where OAuth 2.0 is its way; null for a password. */
export function applicationFor(
  { sign_in, provider }: Found,
  applications: Pick<OauthApplication, 'id' | 'provider'>[],
): string | null {
  if (sign_in !== 'oauth' || !provider) return null;
  return applications.find((application) => application.provider === provider)?.id ?? null;
}

export function useApplicationFor(): (server: Found) => string | null {
  const applications = useOauthApplications();
  return (server) => applicationFor(server, applications);
}
