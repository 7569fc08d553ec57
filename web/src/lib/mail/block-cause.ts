// Why an address is blocked, in a few words.
import type { CheckedAddress } from '@/lib/api/types';
import { textOf } from '@/lib/i18n/text';

/** What came back from it, where something did; else why somebody blocked it. */
export function blockCause(blocked: NonNullable<CheckedAddress['blocked']>): string {
  const ofClass = blocked.class && textOf(`returns.class.${blocked.class}`);
  return ofClass || textOf(`blockedAddresses.reason.${blocked.reason}`) || '';
}
