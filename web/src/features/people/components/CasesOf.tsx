import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { Time } from '@/components/time/Time';
import { useCasesOf } from '../api/list-cases-of';
import classes from './CasesOf.module.css';

/** The latest cases of a person. */
export function CasesOf({ person }: { person: string }) {
  const { t } = useTranslation();
  const rows = useCasesOf(person).data?.rows ?? [];
  if (rows.length === 0) return null;
  return (
    <section>
      <h3 className={classes.title}>{t('persons.cases')}</h3>
      <ul className={classes.list}>
        {rows.map((row) => (
          <li key={row.id} className={classes.row}>
            <Link to="/cases/$caseId" params={{ caseId: row.id }}>
              {row.number} · {row.title || t('common.noSubject')}
            </Link>
            <span>{row.status_name ?? t(`status.${row.status}`)}</span>
            <Time at={row.last_message_at} />
          </li>
        ))}
      </ul>
    </section>
  );
}
