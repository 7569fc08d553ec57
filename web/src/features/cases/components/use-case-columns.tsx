import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { ListColumn } from '@/components/data-list/list-types';
import { StatusDot } from '@/components/status/StatusDot';
import { Time } from '@/components/time/Time';
import type { CaseRow } from '@/lib/api/types';
import { readable } from '@/lib/format/domain-name';
import { useFormat } from '@/lib/format/use-format';
import { isOverdue } from '../overdue';
import { CaseMarks } from './CaseMarks';
import classes from './CaseMarks.module.css';
import { CaseStatusDot } from './CaseStatusDot';

/** The columns of the case list, in their usual order. */
export function useCaseColumns(): ListColumn<CaseRow>[] {
  const { t } = useTranslation();
  const format = useFormat();
  return useMemo(
    () => [
      {
        id: 'number',
        header: t('cases.column.number'),
        width: '4.25rem',
        sortable: true,
        align: 'end',
        cell: (row) => row.number,
      },
      {
        id: 'title',
        header: t('cases.column.title'),
        width: 'minmax(15rem, 3.4fr)',
        sortable: true,
        fixed: true,
        cell: (row) => (
          <span className={classes.title}>
            <span>{row.title || t('common.noSubject')}</span>
            <CaseMarks row={row} />
          </span>
        ),
      },
      {
        id: 'customer',
        header: t('cases.column.customer'),
        width: 'minmax(8.5rem, 1.3fr)',
        sortable: true,
        group: (row) => row.customer_name ?? readable(row.customer_address),
        cell: (row) => (
          <span title={readable(row.customer_address)}>
            {row.customer_name ?? readable(row.customer_address)}
          </span>
        ),
      },
      {
        id: 'status',
        header: t('cases.column.status'),
        width: 'minmax(6.75rem, 0.7fr)',
        sortable: true,
        group: (row) => row.status_name ?? t(`status.${row.status}`),
        cell: (row) => <CaseStatusDot shown={row} />,
      },
      {
        id: 'category',
        header: t('cases.column.category'),
        width: 'minmax(6.75rem, 0.8fr)',
        sortable: true,
        group: (row) => row.category_name ?? t('cases.noCategory'),
        cell: (row) => row.category_name ?? '–',
      },
      {
        id: 'priority',
        header: t('cases.column.priority'),
        width: '5.5rem',
        sortable: true,
        group: (row) => row.priority_name ?? t('cases.noPriority'),
        cell: (row) => row.priority_name ?? '–',
      },
      {
        id: 'request_type',
        header: t('cases.requestType'),
        width: 'minmax(6.5rem, 0.8fr)',
        sortable: true,
        hidden: true,
        group: (row) => row.request_type_name ?? t('cases.noRequestType'),
        cell: (row) => row.request_type_name ?? '–',
      },
      {
        id: 'owner',
        header: t('cases.column.owner'),
        width: 'minmax(8rem, 0.9fr)',
        sortable: true,
        group: (row) => row.owner_name ?? t('cases.queue.unowned'),
        cell: (row) => row.owner_name ?? '–',
      },
      {
        id: 'due_at',
        header: t('cases.due'),
        width: '6.25rem',
        sortable: true,
        cell: (row) =>
          row.due_at ? (
            <span className={isOverdue(row) ? classes.overdue : undefined}>
              <Time at={row.due_at} />
            </span>
          ) : (
            '–'
          ),
      },
      {
        id: 'tags',
        header: t('caseTags.label'),
        width: 'minmax(6rem, 0.8fr)',
        hidden: true,
        cell: (row) =>
          row.tags.length === 0
            ? '–'
            : row.tags.map(({ id, name, colour }) => (
                <span key={id} className={classes.tag}>
                  <StatusDot tone="busy" colour={colour}>
                    {name}
                  </StatusDot>
                </span>
              )),
      },
      {
        id: 'messages',
        header: t('cases.column.messages'),
        width: '6rem',
        align: 'end',
        hidden: true,
        cell: (row) => row.messages,
      },
      {
        id: 'created_at',
        header: t('cases.column.created'),
        width: '7rem',
        sortable: true,
        hidden: true,
        group: (row) => format.day(row.created_at),
        cell: (row) => <Time at={row.created_at} />,
      },
      {
        id: 'last_message_at',
        header: t('cases.column.last'),
        width: '8.25rem',
        sortable: true,
        align: 'end',
        group: (row) => format.day(row.last_message_at),
        cell: (row) => <Time at={row.last_message_at} />,
      },
    ],
    [t, format],
  );
}
