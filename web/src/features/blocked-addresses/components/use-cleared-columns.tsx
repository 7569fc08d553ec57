import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useCauseWords } from '@/components/address/use-cause-words';
import type { ListColumn } from '@/components/data-list/list-types';
import { Time } from '@/components/time/Time';
import type { ClearedAddress } from '@/lib/api/types';
import { readable } from '@/lib/format/domain-name';
import { useFormat } from '@/lib/format/use-format';
import { textOf } from '@/lib/i18n/text';

/** The columns of addresses whose block was taken away. */
export function useClearedColumns(): ListColumn<ClearedAddress>[] {
  const { t } = useTranslation();
  const format = useFormat();
  const cause = useCauseWords();
  return useMemo(() => {
    const domain = (row: ClearedAddress) => readable(row.address.slice(row.address.lastIndexOf('@') + 1));
    const deed = (row: ClearedAddress) =>
      textOf(`blockedAddresses.lifted.deed.${row.deed}`) ?? t('blockedAddresses.lifted.deed.other');
    const by = (row: ClearedAddress) =>
      row.cleared_by_name ?? (row.cleared_by ? t('blockedAddresses.byFormer') : '–');
    const reason = (row: ClearedAddress) => t(`blockedAddresses.reason.${row.reason ?? 'none'}`);
    const scope = (row: ClearedAddress) => (row.scope ? t(`blockedAddresses.scope.${row.scope}`) : '–');
    return [
      {
        id: 'address',
        header: t('blockedAddresses.column.address'),
        width: 'minmax(14rem, 1.4fr)',
        sortable: true,
        fixed: true,
        group: (row) => row.address.charAt(0).toLocaleUpperCase(),
        cell: (row) => readable(row.address),
      },
      {
        id: 'class',
        header: t('blockedAddresses.lifted.was'),
        width: 'minmax(11rem, 1.2fr)',
        sortable: true,
        group: cause,
        cell: cause,
      },
      {
        id: 'cleared_by',
        header: t('blockedAddresses.lifted.by'),
        width: 'minmax(9rem, 1fr)',
        sortable: true,
        group: by,
        cell: by,
      },
      {
        id: 'cleared_at',
        header: t('blockedAddresses.lifted.at'),
        width: '9rem',
        sortable: true,
        group: (row) => format.month(row.cleared_at),
        cell: (row) => <Time at={row.cleared_at} />,
      },
      {
        id: 'note',
        header: t('blockedAddresses.lifted.why'),
        width: 'minmax(12rem, 1.8fr)',
        sortable: true,
        group: (row) => row.note || '–',
        cell: (row) => row.note || '–',
      },
      {
        id: 'deed',
        header: t('blockedAddresses.lifted.how'),
        width: 'minmax(10rem, 1fr)',
        sortable: true,
        group: deed,
        cell: deed,
      },
      {
        id: 'reason',
        header: t('addressWarning.blockedBy'),
        width: '10rem',
        sortable: true,
        hidden: true,
        group: reason,
        cell: reason,
      },
      {
        id: 'scope',
        header: t('blockedAddresses.column.scope'),
        width: '8rem',
        sortable: true,
        hidden: true,
        group: scope,
        cell: scope,
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
    ];
  }, [t, format, cause]);
}
