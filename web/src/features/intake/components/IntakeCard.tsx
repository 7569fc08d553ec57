import { useTranslation } from 'react-i18next';
import { RowCard } from '@/components/card/RowCard';
import { Time } from '@/components/time/Time';
import type { Intake } from '@/lib/api/types';
import { readable } from '@/lib/format/domain-name';
import { IntakeStateDot } from './IntakeStateDot';

/** A mail of the inbox queue on a phone. */
export function IntakeCard({ row }: { row: Intake }) {
  const { t } = useTranslation();
  return (
    <RowCard
      title={row.from}
      time={<Time at={row.received_at} />}
      text={row.subject || t('common.noSubject')}
      facts={
        <>
          <IntakeStateDot row={row} />
          <span>{readable(row.mailbox_address)}</span>
        </>
      }
    />
  );
}
