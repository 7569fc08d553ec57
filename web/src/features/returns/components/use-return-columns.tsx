import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { ListColumn } from '@/components/data-list/list-types';
import { Time } from '@/components/time/Time';
import type { ReturnToReview } from '@/lib/api/types';
import { readable } from '@/lib/format/domain-name';
import { textOf } from '@/lib/i18n/text';
import { whyHere } from '../why-here';

/** The columns of returns to look at; `done`: of those that somebody has looked at. */
export function useReturnColumns(done: boolean): ListColumn<ReturnToReview>[] {
  const { t } = useTranslation();
  return useMemo(
    () => [
      {
        id: 'address',
        header: t('blockedAddresses.column.address'),
        width: 'minmax(12rem, 1.2fr)',
        fixed: true,
        cell: (row) => (row.address === null ? t('returnedMail.nobody') : readable(row.address)),
      },
      {
        id: 'class',
        header: t('blockedAddresses.column.cause'),
        width: 'minmax(10rem, 1fr)',
        // What it means is judged once it is known for whom.
        cell: (row) => (row.address === null ? '–' : (textOf(`returns.class.${row.class}`) ?? row.class)),
      },
      {
        id: 'words',
        header: t('blockedAddresses.column.words'),
        width: 'minmax(14rem, 2fr)',
        cell: (row) => row.words || '–',
      },
      {
        id: 'why',
        header: t('returnedMail.why'),
        width: 'minmax(11rem, 1fr)',
        cell: (row) => t(whyHere(row)),
      },
      {
        id: 'proposed',
        header: t('returnedMail.proposed'),
        width: 'minmax(10rem, 1fr)',
        cell: (row) => (row.proposed ? row.proposed.subject || t('common.noSubject') : '–'),
      },
      {
        id: 'host',
        header: t('blockedAddresses.column.host'),
        width: 'minmax(9rem, 1fr)',
        hidden: true,
        cell: (row) => row.host ?? '–',
      },
      {
        id: 'at',
        header: t(done ? 'returnedMail.lookedAt' : 'returnedMail.at'),
        width: '9rem',
        sortable: true,
        cell: (row) => <Time at={(done && row.reviewed_at) || row.at} />,
      },
    ],
    [t, done],
  );
}
