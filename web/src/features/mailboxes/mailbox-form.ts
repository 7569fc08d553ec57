// The form of a mailbox: its values, what may be wrong with them, and the input they make.
import type { TFunction } from 'i18next';
import type { Faults } from '@/components/form/use-form';
import type { Language, Mailbox, MailboxInput, Protocol, Security, ServerCandidate } from '@/lib/api/types';
import { isAddress } from '@/lib/mail/address';
import { losesPassword } from '@/lib/mail/server';

type Kept =
  | 'address'
  | 'display_name'
  | 'protocol'
  | 'host'
  | 'security'
  | 'username'
  | 'oauth_application_id'
  | 'folder'
  | 'interval_s'
  | 'after_import'
  | 'category_id'
  | 'priority_id'
  | 'request_type_id'
  | 'language'
  | 'active'
  | 'aliases'
  | 'auto_reply'
  | 'reply_template_id'
  | 'faq_folder'
  | 'imports_automatic'
  | 'shown_fields'
  | 'trusted_gateways'
  | 'alarm_after_s';

/** How much history is taken in; nothing said leaves a mailbox as it is. */
export type History = NonNullable<MailboxInput['history']>;

export type MailboxValues = Pick<Mailbox, Kept> & {
  history: History | undefined;
  /** Unsaid, with `history`, of a new mailbox until somebody chooses: one that was deleted goes on where it was left then. */
  import_from: Mailbox['import_from'] | undefined;
  port: number | '';
  password: string;
  forwarding_address: string;
};

/** The usual port of a protocol with an encryption (RFC 8314 prefers the TLS ones). */
export function usualPort(protocol: Protocol, security: Security): number {
  if (protocol === 'imap') return security === 'tls' ? 993 : 143;
  if (protocol === 'pop3') return security === 'tls' ? 995 : 110;
  return 25;
}

export function valuesOf(mailbox: Mailbox | null, language: Language): MailboxValues {
  return {
    address: mailbox?.address ?? '',
    display_name: mailbox?.display_name ?? '',
    protocol: mailbox?.protocol ?? 'imap',
    host: mailbox?.host ?? '',
    port: mailbox?.port ?? 993,
    security: mailbox?.security ?? 'tls',
    username: mailbox?.username ?? '',
    oauth_application_id: mailbox?.oauth_application_id ?? null,
    password: '',
    folder: mailbox?.folder ?? 'INBOX',
    interval_s: mailbox?.interval_s ?? 60,
    after_import: mailbox?.after_import ?? 'keep',
    category_id: mailbox?.category_id ?? null,
    priority_id: mailbox?.priority_id ?? null,
    request_type_id: mailbox?.request_type_id ?? null,
    forwarding_address: mailbox?.forwarding_address ?? '',
    language: mailbox?.language ?? language,
    active: mailbox?.active ?? true,
    aliases: mailbox?.aliases ?? [],
    auto_reply: mailbox?.auto_reply ?? true,
    reply_template_id: mailbox?.reply_template_id ?? null,
    faq_folder: mailbox?.faq_folder ?? null,
    imports_automatic: mailbox?.imports_automatic ?? false,
    shown_fields: mailbox?.shown_fields ?? [],
    trusted_gateways: mailbox?.trusted_gateways ?? [],
    alarm_after_s: mailbox?.alarm_after_s ?? 3600,
    import_from: mailbox?.import_from,
    history: undefined,
  };
}

/** Another protocol or encryption brings its usual port, unless the port was chosen by hand. */
export function withUsualPort(values: MailboxValues, next: Partial<MailboxValues>): Partial<MailboxValues> {
  const before = usualPort(values.protocol, values.security);
  if (values.port !== before && values.port !== '') return next;
  return { ...next, port: usualPort(next.protocol ?? values.protocol, next.security ?? values.security) };
}

/** The values of a server that was found for the address; an application is chosen beside it. */
export function withServer(server: ServerCandidate): Partial<MailboxValues> {
  const { service, host, port, security, username } = server;
  return { protocol: service, host, port, security, username, oauth_application_id: null };
}

/** Whether the form holds this server already; how one signs in there may be another way. */
export function holdsServer(values: MailboxValues, server: ServerCandidate): boolean {
  const { service, host, port, security, username } = server;
  return (
    values.protocol === service &&
    values.host === host &&
    values.port === port &&
    values.security === security &&
    values.username === username
  );
}

/** What is missing, for a new mailbox or the one that is kept. */
export function faultsOf(
  values: MailboxValues,
  mailbox: Mailbox | null,
  t: TFunction,
): Faults<MailboxValues> {
  const fetched = values.protocol !== 'smtp';
  const { port } = values;
  const isAsked = fetched && !values.oauth_application_id && !values.password;
  return {
    address: isAddress(values.address) ? undefined : t('field.email'),
    aliases: values.aliases.every(isAddress) ? undefined : t('field.emails'),
    forwarding_address:
      !values.forwarding_address || isAddress(values.forwarding_address) ? undefined : t('field.email'),
    host: !fetched || values.host.trim() ? undefined : t('field.required'),
    password:
      isAsked && mailbox && losesPassword(values, mailbox) ? t('problem.mailbox.password_again') : undefined,
    username: !fetched || values.username.trim() ? undefined : t('field.required'),
    port: !fetched || (port !== '' && port >= 1 && port <= 65_535) ? undefined : t('field.port'),
  };
}

/** What is sent to the server; an empty password leaves the stored one. */
export function inputOf(values: MailboxValues): MailboxInput {
  const {
    password,
    port,
    forwarding_address,
    host,
    username,
    folder,
    security,
    oauth_application_id,
    ...rest
  } = values;
  const fetched = values.protocol !== 'smtp';
  const server = {
    host: host.trim(),
    port: port === '' ? undefined : port,
    username: username.trim(),
    folder,
    security,
    oauth_application_id,
  };
  return {
    ...rest,
    ...(fetched ? server : {}),
    address: values.address.trim(),
    display_name: values.display_name.trim(),
    forwarding_address: forwarding_address.trim() || null,
    ...(fetched && password && !oauth_application_id ? { password } : {}),
  };
}
