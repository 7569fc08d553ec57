// What is said of recipients that are no addresses.
import type { TFunction } from 'i18next';
import { few } from '@/lib/i18n/few';

/** Names them; nothing where all are addresses. */
export function whatIsWrong(wrong: string[], t: TFunction) {
  if (wrong.length > 1) return t('reply.addressesInvalid', { addresses: few(wrong, t) });
  return wrong[0] && t('reply.addressInvalid', { address: wrong[0] });
}
