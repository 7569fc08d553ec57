// The providers whose servers can be chosen by name: as `crates/policy/rules/detection/providers.toml` has them, which a test
// holds against this list.
import type { Security } from '@/lib/api/types';

export type Server = { host: string; port: number; security: Security };
type Preset = {
  id: string;
  name: string;
  /** The kind of OAuth 2.0 provider that it signs in with. */
  oauth?: string;
  imap: Server;
  smtp: Server;
};

const tls = (host: string, port: number): Server => ({ host, port, security: 'tls' });
const starttls = (host: string, port: number): Server => ({ host, port, security: 'starttls' });

export const PRESETS: Preset[] = [
  {
    id: 'microsoft365',
    name: 'Microsoft 365',
    oauth: 'microsoft',
    imap: tls('outlook.office365.com', 993),
    smtp: starttls('smtp.office365.com', 587),
  },
  {
    id: 'gmail',
    name: 'Gmail',
    oauth: 'google',
    imap: tls('imap.gmail.com', 993),
    smtp: tls('smtp.gmail.com', 465),
  },
  {
    id: 'outlook',
    name: 'Outlook.com',
    oauth: 'microsoft_personal',
    imap: tls('outlook.office365.com', 993),
    smtp: starttls('smtp-mail.outlook.com', 587),
  },
  {
    id: 'yahoo',
    name: 'Yahoo',
    oauth: 'yahoo',
    imap: tls('imap.mail.yahoo.com', 993),
    smtp: tls('smtp.mail.yahoo.com', 465),
  },
  {
    id: 'icloud',
    name: 'iCloud',
    imap: tls('imap.mail.me.com', 993),
    smtp: starttls('smtp.mail.me.com', 587),
  },
  {
    id: 'fastmail',
    name: 'Fastmail',
    oauth: 'fastmail',
    imap: tls('imap.fastmail.com', 993),
    smtp: tls('smtp.fastmail.com', 465),
  },
  {
    id: 'domeneshop',
    name: 'Domeneshop',
    imap: tls('imap.domeneshop.no', 993),
    smtp: starttls('smtp.domeneshop.no', 587),
  },
  { id: 'one', name: 'one.com', imap: tls('imap.one.com', 993), smtp: tls('send.one.com', 465) },
  {
    id: 'loopia',
    name: 'Loopia',
    imap: tls('mailcluster.loopia.se', 993),
    smtp: starttls('mailcluster.loopia.se', 587),
  },
  { id: 'telia', name: 'Telia', imap: tls('mailin.telia.com', 993), smtp: tls('mailout.telia.com', 465) },
  { id: 'telenor', name: 'Telenor', imap: tls('imap.online.no', 993), smtp: starttls('smtp.online.no', 587) },
];

/** The provider whose server this is; of two that share one, the `picked` one, else the first. */
export function presetOf(host: string, service: 'imap' | 'smtp', picked = ''): Preset | undefined {
  const name = host.trim().toLowerCase();
  const theirs = PRESETS.filter((preset) => preset[service].host === name);
  return theirs.find(({ id }) => id === picked) ?? theirs[0];
}
