import type { TFunction } from 'i18next';
import type { Attempt } from '@/lib/api/types';

/** What protected an attempt, in words; old attempts know no more than whether it was encrypted. */
export function encryptionWords(
  { tls, encryption }: Pick<Attempt, 'tls' | 'encryption'>,
  t: TFunction,
): string {
  if (!encryption) return t(tls ? 'timeline.encrypted' : 'timeline.unencrypted');
  return t(`encryption.${encryption.grade}`, { version: encryption.version ?? 'TLS' });
}

/** What a domain that tries MTA-STS out would have made of it. */
export function triedOutWords({ encryption }: Pick<Attempt, 'encryption'>, t: TFunction): string[] {
  if (encryption?.tested == null) return [];
  return [t(encryption.tested ? 'encryption.testedGood' : 'encryption.testedBad')];
}
