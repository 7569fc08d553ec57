import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { ListColumn } from '@/components/data-list/list-types';
import { Time } from '@/components/time/Time';
import type { SentMail } from '@/lib/api/types';
import { readable } from '@/lib/format/domain-name';
import { useFormat } from '@/lib/format/use-format';
import { LastWords } from './LastWords';
import { SentStateDot } from './SentStateDot';

/** The columns of sent mail; who wrote it where it is everybody's. */
export function useSentColumns(everybody: boolean): ListColumn<SentMail>[] {
  const { t } = useTranslation();
  const format = useFormat();
  return useMemo(
    () => [
      {
        id: 'state',
        header: t('outbox.column.state'),
        width: '9.5rem',
        cell: (row) => <SentStateDot mail={row} />,
      },
      {
        id: 'recipients',
        header: t('outbox.column.recipients'),
        width: 'minmax(11rem, 1.2fr)',
        cell: (row) => readable(row.recipients.join(', ')),
      },
      {
        id: 'subject',
        header: t('outbox.column.subject'),
        width: 'minmax(13rem, 1.8fr)',
        fixed: true,
        cell: (row) => row.subject || t('common.noSubject'),
      },
      {
        id: 'created_by',
        header: t('outbox.column.creator'),
        width: '9rem',
        hidden: !everybody,
        cell: (row) => row.created_by_name ?? t('outbox.automatic'),
      },
      {
        id: 'case',
        header: t('outbox.column.case'),
        width: '6rem',
        cell: (row) => (row.case_number === null ? '–' : String(row.case_number)),
      },
      {
        id: 'files',
        header: t('outbox.column.files'),
        width: '4.5rem',
        align: 'end',
        cell: (row) => (row.files ? format.count(row.files) : '–'),
      },
      {
        id: 'size_octets',
        header: t('outbox.column.size'),
        width: '6rem',
        align: 'end',
        cell: (row) => format.octets(row.size_octets),
      },
      {
        id: 'from',
        header: t('outbox.column.from'),
        width: 'minmax(10rem, 1fr)',
        hidden: true,
        cell: (row) => readable(row.from),
      },
      {
        id: 'last_words',
        header: t('outbox.column.words'),
        width: 'minmax(10rem, 1.2fr)',
        hidden: true,
        cell: (row) => <LastWords words={row.last_words} meaning={row.meaning} held={row.held_back} brief />,
      },
      {
        id: 'created_at',
        header: t('outbox.column.created'),
        width: '8rem',
        sortable: true,
        align: 'end',
        group: (row) => format.day(row.created_at),
        cell: (row) => <Time at={row.created_at} />,
      },
    ],
    [t, format, everybody],
  );
}
