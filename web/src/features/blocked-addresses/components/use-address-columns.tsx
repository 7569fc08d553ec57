import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useCauseWords } from '@/components/address/use-cause-words';
import type { ListColumn } from '@/components/data-list/list-types';
import { Time } from '@/components/time/Time';
import type { ListedBlockedAddress } from '@/lib/api/types';
import { readable } from '@/lib/format/domain-name';
import { useFormat } from '@/lib/format/use-format';
import { textOf } from '@/lib/i18n/text';
import { isCountedAnew } from './use-returns-words';
import { AddressCell } from './WrittenSince';

/** More returns than these are many: as many as are accepted where nobody says otherwise. */
const FEW = 5;

/** The columns of blocked addresses. */
export function useAddressColumns(): ListColumn<ListedBlockedAddress>[] {
  const { t } = useTranslation();
  const format = useFormat();
  const cause = useCauseWords();
  return useMemo(() => {
    const domain = (row: ListedBlockedAddress) =>
      readable(row.address.slice(row.address.lastIndexOf('@') + 1));
    const scope = (row: ListedBlockedAddress) => (row.scope ? t(`blockedAddresses.scope.${row.scope}`) : '–');
    const by = (row: ListedBlockedAddress) =>
      row.changed_by_name ?? t(`blockedAddresses.${row.changed_by ? 'byFormer' : 'byReturn'}`);
    const fault = (row: ListedBlockedAddress) =>
      (row.fault && textOf(`addressWarning.fault.${row.fault}`)) ||
      (row.reason === 'hand' ? t('addressWarning.byHand') : t('addressWarning.fault.unknown'));
    return [
      {
        id: 'address',
        header: t('blockedAddresses.column.address'),
        width: 'minmax(14rem, 1.6fr)',
        sortable: true,
        fixed: true,
        group: (row) => row.address.charAt(0).toLocaleUpperCase(),
        cell: (row) => <AddressCell row={row} />,
      },
      {
        id: 'class',
        header: t('blockedAddresses.column.cause'),
        width: 'minmax(12rem, 1.4fr)',
        sortable: true,
        // It is sorted by what came back: causes that nothing came back for stand under one heading.
        group: (row) =>
          row.class
            ? (textOf(`returns.class.${row.class}`) ?? t('returns.class.unclassified'))
            : t('blockedAddresses.nothingBack'),
        cell: cause,
      },
      {
        id: 'fault',
        header: t('addressWarning.whose'),
        width: '10rem',
        sortable: true,
        hidden: true,
        group: fault,
        cell: fault,
      },
      {
        id: 'reason',
        header: t('addressWarning.blockedBy'),
        width: '10rem',
        sortable: true,
        hidden: true,
        group: (row) => t(`blockedAddresses.reason.${row.reason ?? 'none'}`),
        cell: (row) => t(`blockedAddresses.reason.${row.reason ?? 'none'}`),
      },
      {
        id: 'scope',
        header: t('blockedAddresses.column.scope'),
        width: '8rem',
        sortable: true,
        group: scope,
        cell: scope,
      },
      {
        id: 'returns',
        header: t('blockedAddresses.column.returns'),
        width: '6rem',
        align: 'end',
        sortable: true,
        group: (row) =>
          isCountedAnew(row)
            ? t('blockedAddresses.countedAnew')
            : t(`blockedAddresses.returnsGroup.${returnsGroup(row.returns)}`),
        cell: (row) =>
          isCountedAnew(row) ? (
            <span title={t('blockedAddresses.countedAnew')}>–</span>
          ) : (
            format.count(row.returns)
          ),
      },
      {
        id: 'last_return_at',
        header: t('blockedAddresses.column.last'),
        width: '9rem',
        sortable: true,
        group: (row) =>
          row.last_return_at ? format.month(row.last_return_at) : t('blockedAddresses.neverBack'),
        cell: (row) => (row.last_return_at ? <Time at={row.last_return_at} /> : '–'),
      },
      {
        id: 'blocked_at',
        header: t('blockedAddresses.column.blocked'),
        width: '9rem',
        sortable: true,
        group: (row) => (row.blocked_at ? format.month(row.blocked_at) : '–'),
        cell: (row) => (row.blocked_at ? <Time at={row.blocked_at} /> : '–'),
      },
      {
        id: 'domain',
        header: t('blockedAddresses.column.domain'),
        width: 'minmax(9rem, 1fr)',
        sortable: true,
        hidden: true,
        group: domain,
        cell: domain,
      },
      {
        id: 'words',
        header: t('blockedAddresses.column.words'),
        width: 'minmax(12rem, 1.6fr)',
        sortable: true,
        hidden: true,
        group: (row) => row.words || '–',
        cell: (row) => row.words || '–',
      },
      {
        id: 'host',
        header: t('blockedAddresses.column.host'),
        width: 'minmax(9rem, 1fr)',
        sortable: true,
        hidden: true,
        group: (row) => row.host ?? '–',
        cell: (row) => row.host ?? '–',
      },
      {
        id: 'changed_by',
        header: t('blockedAddresses.by'),
        width: 'minmax(9rem, 1fr)',
        sortable: true,
        hidden: true,
        group: by,
        cell: by,
      },
    ];
  }, [t, format, cause]);
}

/** How many returns stand under one heading. */
function returnsGroup(returns: number): 'none' | 'one' | 'few' | 'many' {
  if (returns === 0) return 'none';
  if (returns === 1) return 'one';
  return returns <= FEW ? 'few' : 'many';
}
