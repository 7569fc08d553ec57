// The name of a mail server, as people paste it.
import type { Security } from '@/lib/api/types';

export type NamedServer = { host: string; port?: number };

/** Name and port of what was pasted into the field of the name, such as `smtp.example.no:465` or a whole address. */
export function serverOf(text: string): NamedServer | undefined {
  const bare = text
    .trim()
    .replace(/^[a-z][a-z0-9+.-]*:\/\//i, '')
    .replace(/\/+$/, '');
  const found = /^(\[[0-9a-f:.]+\]|[^\s:,/@]+)(?::(\d{1,5}))?$/i.exec(bare);
  if (!found?.[1]) return undefined;
  const port = Number(found[2]);
  return port >= 1 && port <= 65_535 ? { host: found[1], port } : { host: found[1] };
}

/** How servers encrypt at their usual ports (RFC 8314 7.3). */
const AT_PORT: Record<number, Security> = {
  465: 'tls',
  587: 'starttls',
  993: 'tls',
  995: 'tls',
  143: 'starttls',
  110: 'starttls',
};

/** The encryption that belongs to a port; nothing of others than the usual ones. */
export function securityAt(port: number | undefined): Security | undefined {
  return port === undefined ? undefined : AT_PORT[port];
}

/** `protocol` where a server may be spoken to in several. */
type Named = { host: string; username: string; security: Security; protocol?: string };
type SignedIn = Named & { port: number; has_password: boolean };
type Typed = Named & { port: number | '' };

/** Whether the stored password stays behind: it goes to the server, port and user name alone that it was entered for. */
export function losesPassword(typed: Typed, saved: SignedIn): boolean {
  return (
    saved.has_password &&
    (typed.host.trim() !== saved.host ||
      typed.protocol !== saved.protocol ||
      (typed.port !== '' && typed.port !== saved.port) ||
      typed.username.trim() !== saved.username ||
      (typed.security === 'none' && saved.security !== 'none'))
  );
}
