import { useTranslation } from 'react-i18next';
import { useCauseWords } from '@/components/address/use-cause-words';
import type { AddressEvidence } from '@/lib/api/types';

type Returns = Pick<AddressEvidence, 'blocked_at' | 'reason' | 'class' | 'returns' | 'accepted_returns'>;

/** Whether the returns that blocked an address are counted no longer: mail came from there since. */
export function isCountedAnew(address: Pick<AddressEvidence, 'blocked_at' | 'reason' | 'returns'>): boolean {
  const byReturns = address.reason === 'returned' || address.reason === 'limit';
  return address.blocked_at !== null && byReturns && address.returns === 0;
}

/** How many returns an address has, and what their number has to do with its block. */
export function useReturnsWords(): (address: Returns) => string {
  const { t } = useTranslation();
  const cause = useCauseWords();
  return (address) => {
    const { blocked_at, reason, returns: count, accepted_returns: accepted } = address;
    if (!blocked_at) return t('blockedAddresses.ofAccepted', { count, accepted });
    if (reason === 'limit' && count > accepted)
      return t('blockedAddresses.overAccepted', { count, accepted });
    // The returns are counted anew once mail comes from the address or somebody clears it, and what is accepted may be raised.
    if (reason === 'limit') return t('blockedAddresses.tooMany');
    // A sure sign blocks whatever was accepted; what was done by hand or brought by a list has no returns to explain it.
    if (reason === 'returned' && count === 0)
      return t('blockedAddresses.anyCount', { cause: cause(address) });
    if (reason === 'returned') return t('blockedAddresses.whateverCount', { count, cause: cause(address) });
    return String(count);
  };
}
