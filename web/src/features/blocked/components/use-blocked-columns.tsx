import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { ListColumn } from '@/components/data-list/list-types';
import { Time } from '@/components/time/Time';
import type { Blocked } from '@/lib/api/types';
import { readable } from '@/lib/format/domain-name';
import { useFormat } from '@/lib/format/use-format';

/** The columns of blocked mail. */
export function useBlockedColumns(): ListColumn<Blocked>[] {
  const { t } = useTranslation();
  const format = useFormat();
  return useMemo(
    () => [
      {
        id: 'when',
        header: t('blocked.column.when'),
        width: '9rem',
        sortable: true,
        group: (row) => format.day(row.when),
        cell: (row) => <Time at={row.when} />,
      },
      {
        id: 'mailbox',
        header: t('blocked.column.mailbox'),
        width: 'minmax(12rem, 1.3fr)',
        sortable: true,
        group: (row) => readable(row.mailbox_address),
        cell: (row) => readable(row.mailbox_address),
      },
      {
        id: 'filter',
        header: t('blocked.column.filter'),
        width: 'minmax(11rem, 1.2fr)',
        sortable: true,
        group: (row) => row.filter_name ?? t('blocked.deletedFilter'),
        cell: (row) => row.filter_name ?? <em>{t('blocked.deletedFilter')}</em>,
      },
      {
        id: 'subject',
        header: t('blocked.column.subject'),
        width: 'minmax(14rem, 2fr)',
        sortable: true,
        fixed: true,
        cell: (row) => row.subject || t('common.noSubject'),
      },
      {
        id: 'from',
        header: t('blocked.column.from'),
        width: 'minmax(10rem, 1.2fr)',
        cell: (row) => readable(row.from),
      },
      {
        id: 'size_octets',
        header: t('blocked.column.size'),
        width: '6rem',
        align: 'end',
        hidden: true,
        cell: (row) => format.octets(row.size_octets),
      },
    ],
    [t, format],
  );
}
