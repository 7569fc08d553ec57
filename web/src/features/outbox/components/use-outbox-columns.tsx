import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { ListColumn } from '@/components/data-list/list-types';
import { Time } from '@/components/time/Time';
import type { Outbox } from '@/lib/api/types';
import { readable } from '@/lib/format/domain-name';
import { useFormat } from '@/lib/format/use-format';
import { useAllStopped } from '@/lib/requests/sending-stop';
import { LastWords } from './LastWords';
import { NextTry } from './NextTry';
import { MailStateDot } from './OutboxStateDot';

/** The columns of the outbox. */
export function useOutboxColumns(): ListColumn<Outbox>[] {
  const { t } = useTranslation();
  const format = useFormat();
  const all = useAllStopped();
  return useMemo(
    () => [
      {
        id: 'state',
        header: t('outbox.column.state'),
        width: '11rem',
        sortable: true,
        group: (row) => t(row.sent_anew ? 'outboxState.sentAnew' : `outboxState.${row.state}`),
        cell: (row) => <MailStateDot mail={row} />,
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
        sortable: true,
        fixed: true,
        cell: (row) => row.subject || t('common.noSubject'),
      },
      {
        id: 'last_words',
        header: t('outbox.column.words'),
        width: 'minmax(10rem, 1.6fr)',
        cell: (row) => <LastWords words={row.last_words} meaning={row.meaning} held={row.held_back} brief />,
      },
      {
        id: 'attempts',
        header: t('outbox.column.attempts'),
        width: '5.5rem',
        align: 'end',
        cell: (row) => row.tried,
      },
      {
        id: 'next_attempt_at',
        header: t('outbox.column.next'),
        width: '9.5rem',
        sortable: true,
        cell: (row) => <NextTry mail={row} allStopped={all} />,
      },
      {
        id: 'created_by',
        header: t('outbox.column.creator'),
        width: '9rem',
        hidden: true,
        cell: (row) => row.created_by_name ?? t('outbox.automatic'),
      },
      {
        id: 'from',
        header: t('outbox.column.from'),
        width: 'minmax(10rem, 1fr)',
        hidden: true,
        cell: (row) => readable(row.from),
      },
      {
        id: 'size_octets',
        header: t('outbox.column.size'),
        width: '6rem',
        sortable: true,
        align: 'end',
        hidden: true,
        cell: (row) => format.octets(row.size_octets),
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
    [t, format, all],
  );
}
