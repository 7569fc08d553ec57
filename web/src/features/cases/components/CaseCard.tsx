import { useTranslation } from 'react-i18next';
import { RowCard } from '@/components/card/RowCard';
import { Time } from '@/components/time/Time';
import type { CaseRow } from '@/lib/api/types';
import { isOverdue } from '../overdue';
import { CaseMarks } from './CaseMarks';
import classes from './CaseMarks.module.css';
import { CaseStatusDot } from './CaseStatusDot';

/** A case in the list on a phone. */
export function CaseCard({ row }: { row: CaseRow }) {
  const { t } = useTranslation();
  return (
    <RowCard
      title={row.customer_name ?? row.customer_address}
      time={<Time at={row.last_message_at} />}
      text={row.title || t('common.noSubject')}
      facts={
        <>
          <CaseStatusDot shown={row} />
          <CaseMarks row={row} />
          {isOverdue(row) && <span className={classes.overdue}>{t('cases.overdue')}</span>}
          <span>{row.number}</span>
          {row.category_name && <span>{row.category_name}</span>}
          {row.owner_name && <span>{row.owner_name}</span>}
        </>
      }
    />
  );
}
