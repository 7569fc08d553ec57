// Recipients between a field and the server: a field has addresses, whose names stand beside them (told-names), and the server
// has both in one text, as RFC 5322 3.4 writes a mailbox.
import { isAddress } from './address';
import type { Named } from './address-list';
import { tellNames, toldName } from './told-names';

/** How long a name may be for the server, characters. */
export const NAME_MAX = 200;

/** RFC 5322 3.2.3: signs that stand in quotes alone. */
const SPECIALS = /[()<>[\]:;@\\,."]/;

type Fields = { to?: string[] | null; cc?: string[]; bcc?: string[] };

/** The address with the name that came with it, where one did. */
export function withName(address: string): string {
  const name = isAddress(address) ? oneLine(toldName(address) ?? '') : '';
  if (!name) return address;
  const written = SPECIALS.test(name) ? `"${name.replace(/["\\]/g, '\\$&')}"` : name;
  return `${written} <${address.trim()}>`;
}

/** A mail as it travels. */
export function withNames<Mail extends Fields>(mail: Mail): Mail {
  return each(mail, withName);
}

/** A mail as its fields show it; the names that came with its addresses are known from then on. */
export function withoutNames<Mail extends Fields>(mail: Mail): Mail {
  return each(mail, (typed) => {
    const one = read(typed);
    tellNames([one]);
    return one.address;
  });
}

/** What the server wrote; what is no address with a name stays as it is. */
function read(typed: string): Named {
  const [, before = '', address = ''] = /^(.*)<([^<>]+)>$/s.exec(typed.trim()) ?? [];
  if (!isAddress(address)) return { address: typed, name: null };
  const quoted = /^"(.*)"$/s.exec(before.trim())?.[1];
  return { address, name: quoted === undefined ? before.trim() : quoted.replace(/\\(.)/gs, '$1') };
}

const oneLine = (name: string) =>
  [...name.replace(/[\s\p{Cc}]+/gu, ' ').trim()].slice(0, NAME_MAX).join('').trim();

function each<Mail extends Fields>(mail: Mail, put: (address: string) => string): Mail {
  const { to, cc, bcc } = mail;
  return {
    ...mail,
    ...(to && { to: to.map(put) }),
    ...(cc && { cc: cc.map(put) }),
    ...(bcc && { bcc: bcc.map(put) }),
  };
}
