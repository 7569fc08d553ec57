import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { ListColumn } from '@/components/data-list/list-types';
import { Time } from '@/components/time/Time';
import type { Mailbox } from '@/lib/api/types';
import { readable } from '@/lib/format/domain-name';
import { HealthDot } from './HealthDot';

/** The columns of the mailboxes. */
export function useMailboxColumns(): ListColumn<Mailbox>[] {
  const { t } = useTranslation();
  return useMemo(
    () => [
      {
        id: 'address',
        header: t('mailboxes.column.address'),
        width: 'minmax(16rem, 1.8fr)',
        sortable: true,
        fixed: true,
        cell: (row) => readable(row.address),
      },
      {
        id: 'health',
        header: t('mailboxes.column.health'),
        width: '9.5rem',
        cell: (row) => <HealthDot mailbox={row} />,
      },
      {
        id: 'protocol',
        header: t('mailboxes.column.protocol'),
        width: '10rem',
        sortable: true,
        cell: (row) => t(`mailboxes.protocol.${row.protocol}`),
      },
      {
        id: 'category',
        header: t('mailboxes.column.category'),
        width: 'minmax(8rem, 1fr)',
        sortable: true,
        cell: (row) => row.category_name ?? '–',
      },
      {
        id: 'priority',
        header: t('mailboxes.column.priority'),
        width: 'minmax(6rem, 0.7fr)',
        sortable: true,
        cell: (row) => row.priority_name ?? '–',
      },
      {
        id: 'forwarding',
        header: t('mailboxes.column.forwarding'),
        width: 'minmax(11rem, 1.3fr)',
        cell: (row) => readable(row.forwarding_address) ?? '–',
      },
      {
        id: 'last_success_at',
        header: t('mailboxes.column.last'),
        width: '10.5rem',
        sortable: true,
        align: 'end',
        cell: (row) => <Time at={row.health.last_success_at} as="relative" none={t('common.never')} />,
      },
    ],
    [t],
  );
}
