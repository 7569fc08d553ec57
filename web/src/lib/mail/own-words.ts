// What Posthus itself saw is kept in English, as the operator's log has it; here is what has words in each language.
import type { TFunction } from 'i18next';
import type { Format } from '@/lib/format/use-format';

/** RFC 1870 6.1: a mail over the size that a server announced is not begun. As the sentence about it is written. */
const TOO_LARGE =
  /`([^`]+)`: the mail is too large for this server: it has ([\d.]+) (MB|octets), and the server takes at most ([\d.]+) (MB|octets);/;

/** A server of a private network is not connected to. As the sentence about it is written. */
const PRIVATE = /cannot connect to `([^`]+)`: it leads into a private network/;

/** Nobody was spoken to, as `net` writes it. */
const UNREACHED = [
  [/cannot connect to `([^`]+)`: the connection was refused/, 'delivery.weSawRefused'],
  [/cannot connect to `([^`]+)`: (?:no answer within|it was passed over)/, 'delivery.weSawSilent'],
  [/there is no host or domain called `([^`]+)`/, 'delivery.weSawNoHost'],
  [/the name servers for `([^`]+)` do not answer/, 'delivery.weSawNameServers'],
] as const;

/** A sentence of our own in the words of the interface; nothing where it has none. */
export function ownWords(words: string, t: TFunction, format: Pick<Format, 'octets'>): string | undefined {
  const [, closed] = PRIVATE.exec(words) ?? [];
  if (closed) return t('delivery.weSawPrivate', { host: closed });
  for (const [said, text] of UNREACHED) {
    const [, unreached] = said.exec(words) ?? [];
    if (unreached) return t(text, { host: unreached });
  }
  const [, host, size, sizeUnit, max, maxUnit] = TOO_LARGE.exec(words) ?? [];
  if (!host) return undefined;
  const shown = (value = '', unit = '') => format.octets(Number(value) * (unit === 'MB' ? 1_000_000 : 1));
  return t('delivery.weSawTooLarge', { host, size: shown(size, sizeUnit), max: shown(max, maxUnit) });
}
