import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import type { BlockedAddress } from '@/lib/api/types';
import { textOf } from '@/lib/i18n/text';

type Cause = Pick<BlockedAddress, 'class' | 'reason'> &
  Partial<Pick<BlockedAddress, 'scope' | 'complained_at'>>;

/** Whether a list says that its owner complained, or wants no mailings: lists block for mailings for nothing else. */
const isListedComplaint = ({ reason, scope, complained_at }: Cause) =>
  reason === 'imported' && (scope === 'mailings' || Boolean(complained_at));

/** Why an address is blocked, in a few words. */
export function useCauseWords(): (address: Cause) => string {
  const { t } = useTranslation();
  return useCallback(
    (address: Cause) => {
      if (isListedComplaint(address)) return t('blockedAddresses.reason.importedComplaint');
      if (address.reason === 'hand' || address.reason === 'imported' || !address.class)
        return t(`blockedAddresses.reason.${address.reason ?? 'none'}`);
      return textOf(`returns.class.${address.class}`) ?? t('returns.class.unclassified');
    },
    [t],
  );
}
