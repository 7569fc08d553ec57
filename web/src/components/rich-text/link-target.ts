// Where somebody wants a link to lead, completed as he would expect.
import { isAddress } from '@/lib/mail/address';

const KNOWN = /^(https?:\/\/\S+\.\S+|https?:\/\/localhost\S*|mailto:\S+@\S+|tel:[+\d\s()-]{3,})$/i;
const HOST = /^[^\s/@:]+\.[^\s/@.]{2,}(\/\S*)?$/;

/** The address to link to; undefined where it is none that a mail may hold. */
export function linkTarget(typed: string): string | undefined {
  const text = typed.trim();
  if (KNOWN.test(text)) return text;
  if (isAddress(text)) return `mailto:${text}`;
  if (HOST.test(text)) return `https://${text}`;
  return undefined;
}
