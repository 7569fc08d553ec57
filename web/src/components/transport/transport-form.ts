// The form of an outgoing server: an organisation's, a user's own, or a sender domain's.
import type { TFunction } from 'i18next';
import type { Security, ServerCandidate, Transport, TransportInput, TransportTest } from '@/lib/api/types';
import { losesPassword } from '@/lib/mail/server';

/** The way that everybody on this installation has, or one of our own. */
export type Way = 'shared' | Transport['kind'];

/** Whose server it is. */
export type Level = 'organisation' | 'user' | 'domain';

export type TransportValues = {
  way: Way;
  host: string;
  port: number | '';
  security: Security;
  username: string;
  oauth_application_id: string | null;
  password: string;
  helo_name: string;
  own_return_path: boolean;
  /** What the provider asks for in SPF. */
  spf_terms: string;
  /** Whom the test sends a mail; not saved. */
  recipient: string;
};

/** The usual port for handing mail over (RFC 6409, RFC 8314). */
export function usualPort(security: Security): number {
  if (security === 'tls') return 465;
  return security === 'starttls' ? 587 : 25;
}

export function valuesOf(transport: Transport): TransportValues {
  const { own, kind, host, port, security, username, oauth_application_id, helo_name } = transport;
  return {
    way: own ? kind : 'shared',
    host,
    port: port || usualPort(security),
    security,
    username,
    oauth_application_id,
    password: '',
    helo_name,
    own_return_path: transport.own_return_path,
    spf_terms: transport.spf_terms,
    recipient: '',
  };
}

/** Another encryption brings its usual port, unless the port was chosen by hand. */
export function withUsualPort(values: TransportValues, security: Security): Partial<TransportValues> {
  if (values.port !== '' && values.port !== usualPort(values.security)) return { security };
  return { security, port: usualPort(security) };
}

/** The values of a server that was found for an address; an application is chosen beside it. */
export function withServer(server: ServerCandidate): Partial<TransportValues> {
  const { host, port, security, username } = server;
  return { host, port, security, username, oauth_application_id: null };
}

/** Whether the form holds this server already; how one signs in there may be another way. */
export function holdsServer(values: TransportValues, server: ServerCandidate): boolean {
  const { host, port, security, username } = server;
  return (
    values.host === host &&
    values.port === port &&
    values.security === security &&
    values.username === username
  );
}

/**
 * What is saved over what is there. Who chooses the shared way and changes nothing of his own server sends nothing of it: what
 * is greyed must not be refused. What he typed of one before is kept beside the shared way.
 */
export function savedInputOf(values: TransportValues, saved: Transport): TransportInput {
  const input = inputOf(values);
  const untouched = inputOf({ ...valuesOf(saved), way: 'shared' });
  return values.way === 'shared' && JSON.stringify(input) === JSON.stringify(untouched)
    ? { own: false }
    : input;
}

/** What is sent to the server; an empty password leaves the stored one. */
export function inputOf(values: TransportValues): TransportInput {
  const { way, host, port, security, username, oauth_application_id, password, helo_name } = values;
  const always = way === 'shared' ? { own: false } : { own: true, kind: way, helo_name: helo_name.trim() };
  if (way === 'direct' || (way === 'shared' && !host.trim())) return always;
  const server = {
    host: host.trim(),
    port: isPort(port) ? port : undefined,
    security,
    username: username.trim(),
    oauth_application_id,
    own_return_path: values.own_return_path,
    spf_terms: values.spf_terms.trim(),
  };
  return password && !oauth_application_id ? { ...always, ...server, password } : { ...always, ...server };
}

type Tested = {
  data?: TransportTest | undefined;
  variables?: (TransportInput & { recipient?: string; from?: string }) | undefined;
};

/** Whether the last test was of these very values. */
export function isTestOf({ variables }: Tested, input: TransportInput): boolean {
  const { recipient: _, from: __, ...tested } = variables ?? {};
  return JSON.stringify(tested) === JSON.stringify(input);
}

/** Whether the last test was of these very values, and failed. */
export function isTestedBad(test: Tested, input: TransportInput): boolean {
  return test.data !== undefined && !test.data.ok && isTestOf(test, input);
}

function isPort(port: number | ''): port is number {
  return port !== '' && port >= 1 && port <= 65_535;
}

/** Why a password is to be entered; nothing where none is needed, or one is there. */
function passwordFault(
  values: TransportValues,
  saved: Transport,
): 'password_again' | 'password_missing' | undefined {
  const { way, username, oauth_application_id, password } = values;
  if (way !== 'relay' || oauth_application_id || !username.trim() || password) return undefined;
  if (losesPassword(values, saved)) return 'password_again';
  return saved.has_password ? undefined : 'password_missing';
}

/** What is missing of it. */
export function faultsOf(values: TransportValues, saved: Transport, t: TFunction) {
  const { way, host, port } = values;
  const password = passwordFault(values, saved);
  return {
    password: password && t(`problem.transport.${password}`),
    host: way !== 'relay' || host.trim() ? undefined : t('field.required'),
    port: way !== 'relay' || isPort(port) ? undefined : t('field.port'),
  };
}

/** The empty form of a server that nobody has set: encrypted from the first octet on (RFC 8314 3.3). */
export const UNSET: Transport = {
  own: true,
  shared: 'direct',
  shared_is_of_organisation: false,
  shared_grant: null,
  kind: 'relay',
  host: '',
  port: 465,
  security: 'tls',
  username: '',
  has_password: false,
  oauth_application_id: null,
  oauth: null,
  helo_name: '',
  own_return_path: false,
  spf_terms: '',
  failing: null,
  version: 0,
};
