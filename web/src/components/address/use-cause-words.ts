import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import type { BlockedAddress } from '@/lib/api/types';
import { textOf } from '@/lib/i18n/text';

type Cause = Pick<BlockedAddress, 'class' | 'reason'> &
  Partial<Pick<BlockedAddress, 'scope' | 'complained_at'>>;

/** What a list says: it blocks for mailings for complaints alone; beside what blocks all mail a complaint is named, too. */
function listedAs({ scope, complained_at }: Cause): 'imported' | 'importedComplaint' | 'importedBoth' {
  if (scope === 'mailings') return 'importedComplaint';
  return complained_at ? 'importedBoth' : 'imported';
}

/** Why an address is blocked, in a few words. */
export function useCauseWords(): (address: Cause) => string {
  const { t } = useTranslation();
  return useCallback(
    (address: Cause) => {
      if (address.reason === 'imported') return t(`blockedAddresses.reason.${listedAs(address)}`);
      if (address.reason === 'hand' || !address.class)
        return t(`blockedAddresses.reason.${address.reason ?? 'none'}`);
      return textOf(`returns.class.${address.class}`) ?? t('returns.class.unclassified');
    },
    [t],
  );
}
