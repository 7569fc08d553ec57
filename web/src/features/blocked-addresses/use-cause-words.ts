import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import type { BlockedAddress } from '@/lib/api/types';

type Cause = Pick<BlockedAddress, 'class' | 'reason'>;

/** Why an address is blocked, in a few words. */
export function useCauseWords(): (address: Cause) => string {
  const { t } = useTranslation();
  return useCallback(
    (address: Cause) => {
      if (address.reason === 'hand' || address.reason === 'imported' || !address.class)
        return t(`blockedAddresses.reason.${address.reason ?? 'none'}`);
      return t([`returns.class.${address.class}`, 'returns.class.unclassified']);
    },
    [t],
  );
}
