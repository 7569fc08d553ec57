// The form of an application that is registered with a provider.
import type { TFunction } from 'i18next';
import type { Faults } from '@/components/form/use-form';
import type { OauthApplication, OauthApplicationInput, OauthProvider } from '@/lib/api/types';

type Kept =
  | 'name'
  | 'provider'
  | 'client_id'
  | 'authorization_endpoint'
  | 'token_endpoint'
  | 'device_endpoint'
  | 'revocation_endpoint'
  | 'scopes';

export type ApplicationValues = Pick<OauthApplication, Kept> & {
  client_secret: string;
  /** Whether the stored secret goes. */
  without_secret: boolean;
  /** Where the secret stands in requests; null for as the provider wants it. */
  client_auth: OauthApplication['client_auth'] | null;
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
  return { name, provider, client_auth: null, ...endpoints };
}

/** What belongs to a provider; the rest is the same with any. */
const OF_PROVIDER = [
  'authorization_endpoint',
  'token_endpoint',
  'device_endpoint',
  'revocation_endpoint',
  'scopes',
  'client_auth',
] as const;

/** What was typed for each provider that was chosen in the form. */
export type Drafts = Record<string, Partial<ApplicationValues>>;

/** Another provider brings its own addresses, or what was typed for it before; a name of one's own stays. */
export function withProvider(
  values: ApplicationValues,
  next: OauthProvider,
  drafts: Drafts,
  before: OauthProvider | undefined,
): { values: Partial<ApplicationValues>; drafts: Drafts } {
  const typed = Object.fromEntries(OF_PROVIDER.map((field) => [field, values[field]]));
  const named = values.name.trim() !== '' && values.name !== before?.name;
  return {
    values: { ...ofProvider(next), ...drafts[next.key], ...(named ? { name: values.name } : {}) },
    drafts: { ...drafts, [values.provider]: typed },
  };
}

/** Scheme, host and port of an address. */
function originOf(address: string): string {
  return /^[a-z]+:\/\/[^/?]*/.exec(address.toLowerCase())?.[0] ?? address;
}

/**
 * Whether the change makes it another application, or its secrets would go to another place than they were
 * entered for: then the server forgets the secret and everything that was granted.
 */
export function isMoved(application: OauthApplication | null, values: ApplicationValues): boolean {
  if (!application) return false;
  const token = values.token_endpoint.trim();
  const strays = (field: 'device_endpoint' | 'revocation_endpoint') => {
    const address = values[field].trim();
    return address !== '' && address !== application[field] && originOf(address) !== originOf(token);
  };
  return (
    values.client_id.trim() !== application.client_id ||
    token !== application.token_endpoint ||
    strays('device_endpoint') ||
    strays('revocation_endpoint')
  );
}

/** Whether the day has passed; one that is unknown has not. */
export const isPast = (day: string) => day !== '' && Date.parse(`${day}T00:00:00Z`) <= Date.now();

export function valuesOf(
  application: OauthApplication | null,
  first: OauthProvider | undefined,
): ApplicationValues {
  const empty: ApplicationValues = {
    name: '',
    provider: 'own',
    client_id: '',
    client_secret: '',
    without_secret: false,
    client_auth: null,
    authorization_endpoint: '',
    token_endpoint: '',
    device_endpoint: '',
    revocation_endpoint: '',
    scopes: '',
    secret_expires_at: '',
  };
  if (!application) return { ...empty, ...ofProvider(first) };
  const { id: _, has_client_secret: __, secret_expires_at, ...kept } = application;
  return {
    ...kept,
    client_secret: '',
    without_secret: false,
    secret_expires_at: secret_expires_at?.slice(0, 10) ?? '',
  };
}

const isSecure = (url: string) => /^https:\/\/[^\s]+$/i.test(url) || /^http:\/\/(127\.|localhost)/i.test(url);

export function faultsOf(
  values: ApplicationValues,
  application: OauthApplication | null,
  t: TFunction,
): Faults<ApplicationValues> {
  const needed = (text: string) => (text.trim() ? undefined : t('field.required'));
  const url = (text: string) => (isSecure(text.trim()) ? undefined : t('oauth.form.https'));
  const perhaps = (text: string) => (text.trim() ? url(text) : undefined);
  return {
    name: needed(values.name),
    client_id: needed(values.client_id),
    client_secret: lacksSecret(values, application) ? t('oauth.form.secretAgain') : undefined,
    authorization_endpoint: url(values.authorization_endpoint),
    token_endpoint: url(values.token_endpoint),
    device_endpoint: perhaps(values.device_endpoint),
    revocation_endpoint: perhaps(values.revocation_endpoint),
  };
}

/** Whether the stored secret would be forgotten without anybody having said so. */
function lacksSecret(values: ApplicationValues, application: OauthApplication | null): boolean {
  if (!application?.has_client_secret || values.without_secret) return false;
  return values.client_secret === '' && isMoved(application, values);
}

/** What is sent to the server; an empty secret leaves the stored one unless that is to go. */
export function inputOf(values: ApplicationValues): OauthApplicationInput {
  const { client_secret, without_secret, client_auth, secret_expires_at, ...rest } = values;
  const secret = without_secret ? '' : client_secret || undefined;
  return {
    ...rest,
    ...(client_auth ? { client_auth } : {}),
    ...(secret === undefined ? {} : { client_secret: secret }),
    secret_expires_at: secret_expires_at ? `${secret_expires_at}T00:00:00Z` : null,
  };
}
