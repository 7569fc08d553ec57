import { useTranslation } from 'react-i18next';
import { Time } from '@/components/time/Time';
import type { CaseRow } from '@/lib/api/types';
import classes from './CaseCard.module.css';
import { CaseMarks } from './CaseMarks';
import { CaseStatusDot } from './CaseStatusDot';

/** A case in the list on a phone. */
export function CaseCard({ row }: { row: CaseRow }) {
  const { t } = useTranslation();
  return (
    <div className={classes.card}>
      <div className={classes.line}>
        <strong className={classes.customer}>{row.customer_name ?? row.customer_address}</strong>
        <span className={classes.time}>
          <Time at={row.last_message_at} />
        </span>
      </div>
      <strong className={classes.title}>
        {row.title || t('common.noSubject')} <CaseMarks row={row} />
      </strong>
      <div className={classes.facts}>
        <CaseStatusDot status={row.status} />
        <span>{row.number}</span>
        {row.category_name && <span>{row.category_name}</span>}
        {row.owner_name && <span>{row.owner_name}</span>}
      </div>
    </div>
  );
}
