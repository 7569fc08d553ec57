import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Time } from '@/components/time/Time';
import type { AddressEvidence } from '@/lib/api/types';

/** What a list does not date stands at the time when its import began: with many addresses that takes a while. */
const IMPORT_TAKES_MS = 3_600_000;

type Of = Pick<AddressEvidence, 'blocked_at' | 'reason' | 'scope' | 'changes'>;

/** When the list came in that blocks an address; nothing where it is blocked otherwise. */
function importedAt({ reason, scope, changes }: Of): string | undefined {
  if (reason !== 'imported') return undefined;
  return changes.find((one) => one.deed === 'blocked' && one.reason === reason && one.scope === scope)?.at;
}

/** Since when an address is blocked: of an imported list by what the other service says, and when it came in. */
export function useBlockedSince(): (address: Of) => [name: string, value: ReactNode][] {
  const { t } = useTranslation();
  return (address) => {
    const { blocked_at } = address;
    if (!blocked_at) return [];
    const imported = importedAt(address);
    const isDated = imported && Date.parse(imported) - Date.parse(blocked_at) > IMPORT_TAKES_MS;
    const name = isDated ? t('blockedAddresses.blockedThere') : t('blockedAddresses.column.blocked');
    const since: [string, ReactNode][] = [[name, <Time key="blocked" at={blocked_at} as="full" />]];
    if (isDated)
      since.push([t('blockedAddresses.imported'), <Time key="imported" at={imported} as="full" />]);
    return since;
  };
}
