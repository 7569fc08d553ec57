// The form of an application that is registered with a provider.
import type { TFunction } from 'i18next';
import type { Faults } from '@/components/form/use-form';
import type { OauthApplication, OauthApplicationInput, OauthProvider } from '@/lib/api/types';

type Kept =
  | 'name'
  | 'provider'
  | 'client_id'
  | 'client_auth'
  | 'authorization_endpoint'
  | 'token_endpoint'
  | 'device_endpoint'
  | 'revocation_endpoint'
  | 'scopes';

export type ApplicationValues = Pick<OauthApplication, Kept> & {
  client_secret: string;
  /** The day that the secret ends, as the field of a day has it; empty for unknown. */
  secret_expires_at: string;
};

/** The addresses of a provider, as they come with its choice. */
export function ofProvider(known: OauthProvider | undefined): Partial<ApplicationValues> {
  if (!known) return {};
  const { name, authorization_endpoint, token_endpoint, device_endpoint, revocation_endpoint, scopes } =
    known;
  const provider = known.key;
  const endpoints = { authorization_endpoint, token_endpoint, device_endpoint, revocation_endpoint, scopes };
  return { name, provider, client_auth: provider === 'yahoo' ? 'header' : 'body', ...endpoints };
}

export function valuesOf(
  application: OauthApplication | null,
  first: OauthProvider | undefined,
): ApplicationValues {
  const empty: ApplicationValues = {
    name: '',
    provider: 'own',
    client_id: '',
    client_secret: '',
    client_auth: 'body',
    authorization_endpoint: '',
    token_endpoint: '',
    device_endpoint: '',
    revocation_endpoint: '',
    scopes: '',
    secret_expires_at: '',
  };
  if (!application) return { ...empty, ...ofProvider(first) };
  const { id: _, has_client_secret: __, secret_expires_at, ...kept } = application;
  return { ...kept, client_secret: '', secret_expires_at: secret_expires_at?.slice(0, 10) ?? '' };
}

const isSecure = (url: string) => /^https:\/\/[^\s]+$/i.test(url) || /^http:\/\/(127\.|localhost)/i.test(url);

export function faultsOf(values: ApplicationValues, t: TFunction): Faults<ApplicationValues> {
  const needed = (text: string) => (text.trim() ? undefined : t('field.required'));
  const url = (text: string) => (isSecure(text.trim()) ? undefined : t('oauth.form.https'));
  const perhaps = (text: string) => (text.trim() ? url(text) : undefined);
  return {
    name: needed(values.name),
    client_id: needed(values.client_id),
    authorization_endpoint: url(values.authorization_endpoint),
    token_endpoint: url(values.token_endpoint),
    device_endpoint: perhaps(values.device_endpoint),
    revocation_endpoint: perhaps(values.revocation_endpoint),
  };
}

/** What is sent to the server; an empty secret leaves the stored one. */
export function inputOf(values: ApplicationValues): OauthApplicationInput {
  const { client_secret, secret_expires_at, ...rest } = values;
  return {
    ...rest,
    ...(client_secret ? { client_secret } : {}),
    secret_expires_at: secret_expires_at ? `${secret_expires_at}T00:00:00Z` : null,
  };
}
