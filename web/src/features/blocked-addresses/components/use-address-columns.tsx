import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useCauseWords } from '@/components/address/use-cause-words';
import type { ListColumn } from '@/components/data-list/list-types';
import { Time } from '@/components/time/Time';
import type { BlockedAddress } from '@/lib/api/types';
import { useFormat } from '@/lib/format/use-format';
import { textOf } from '@/lib/i18n/text';

/** The columns of blocked addresses. */
export function useAddressColumns(): ListColumn<BlockedAddress>[] {
  const { t } = useTranslation();
  const format = useFormat();
  const cause = useCauseWords();
  return useMemo(() => {
    const fault = (row: BlockedAddress) =>
      (row.fault && textOf(`addressWarning.fault.${row.fault}`)) ||
      (row.reason === 'hand' ? t('addressWarning.byHand') : t('addressWarning.fault.unknown'));
    return [
      {
        id: 'address',
        header: t('blockedAddresses.column.address'),
        width: 'minmax(14rem, 1.6fr)',
        sortable: true,
        fixed: true,
        cell: (row) => row.address,
      },
      {
        id: 'class',
        header: t('blockedAddresses.column.cause'),
        width: 'minmax(12rem, 1.4fr)',
        sortable: true,
        group: cause,
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
        cell: (row) => (row.scope ? t(`blockedAddresses.scope.${row.scope}`) : '–'),
      },
      {
        id: 'returns',
        header: t('blockedAddresses.column.returns'),
        width: '6rem',
        align: 'end',
        sortable: true,
        cell: (row) => format.count(row.returns),
      },
      {
        id: 'last_return_at',
        header: t('blockedAddresses.column.last'),
        width: '9rem',
        sortable: true,
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
        group: (row) => row.address.slice(row.address.lastIndexOf('@') + 1),
        cell: (row) => row.address.slice(row.address.lastIndexOf('@') + 1),
      },
      {
        id: 'words',
        header: t('blockedAddresses.column.words'),
        width: 'minmax(12rem, 1.6fr)',
        hidden: true,
        cell: (row) => row.words || '–',
      },
    ];
  }, [t, format, cause]);
}
