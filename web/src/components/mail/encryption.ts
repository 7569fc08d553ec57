import type { TFunction } from 'i18next';
import type { Attempt } from '@/lib/api/types';

/** What protected an attempt, in words; old ones know no more than whether it was encrypted. Nothing where nobody was spoken to. */
export function encryptionWords(
  { tls, encryption, result }: Pick<Attempt, 'tls' | 'encryption' | 'result'>,
  t: TFunction,
): string {
  // Of an old attempt that a server did not take, nobody knows whether there was a connection at all.
  if (!encryption && !tls && result !== 'delivered') return '';
  if (!encryption) return t(tls ? 'timeline.encrypted' : 'timeline.unencrypted');
  return t(`encryption.${encryption.grade}`, { version: encryption.version ?? 'TLS' });
}

/** What a domain that tries MTA-STS out would have made of it. */
export function triedOutWords({ encryption }: Pick<Attempt, 'encryption'>, t: TFunction): string[] {
  if (encryption?.tested == null) return [];
  return [t(encryption.tested ? 'encryption.testedGood' : 'encryption.testedBad')];
}
