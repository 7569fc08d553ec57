import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { ListColumn } from '@/components/data-list/list-types';
import { Time } from '@/components/time/Time';
import type { Intake } from '@/lib/api/types';
import { readable } from '@/lib/format/domain-name';
import { useFormat } from '@/lib/format/use-format';
import { IntakeStateDot } from './IntakeStateDot';

/** The columns of the inbox queue. */
export function useIntakeColumns(): ListColumn<Intake>[] {
  const { t } = useTranslation();
  const format = useFormat();
  return useMemo(
    () => [
      {
        id: 'state',
        header: t('intake.column.state'),
        width: '8rem',
        sortable: true,
        group: (row) => t(`intakeState.${row.state}`),
        cell: (row) => <IntakeStateDot row={row} />,
      },
      {
        id: 'from',
        header: t('intake.column.from'),
        width: 'minmax(11rem, 1.4fr)',
        sortable: true,
        group: (row) => readable(row.from),
        cell: (row) => readable(row.from),
      },
      {
        id: 'subject',
        header: t('intake.column.subject'),
        width: 'minmax(14rem, 2fr)',
        sortable: true,
        fixed: true,
        cell: (row) => row.subject || t('common.noSubject'),
      },
      {
        id: 'error',
        header: t('intake.column.error'),
        width: 'minmax(9rem, 1.6fr)',
        cell: (row) => (
          <span lang="en" title={row.error ?? undefined}>
            {row.error ?? '–'}
          </span>
        ),
      },
      {
        id: 'mailbox',
        header: t('intake.column.mailbox'),
        width: 'minmax(10rem, 1.2fr)',
        hidden: true,
        cell: (row) => readable(row.mailbox_address),
      },
      {
        id: 'attempts',
        header: t('intake.column.attempts'),
        width: '5.5rem',
        sortable: true,
        align: 'end',
        cell: (row) => row.attempts,
      },
      {
        id: 'size_octets',
        header: t('intake.column.size'),
        width: '6rem',
        sortable: true,
        align: 'end',
        cell: (row) => format.octets(row.size_octets),
      },
      {
        id: 'received_at',
        header: t('intake.column.received'),
        width: '8rem',
        sortable: true,
        align: 'end',
        group: (row) => format.day(row.received_at),
        cell: (row) => <Time at={row.received_at} />,
      },
    ],
    [t, format],
  );
}
