import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { Case } from '@/lib/api/types';
import { useCases } from '../api/list-cases';
import classes from './EarlierCases.module.css';

/** Cases shown beside the one that is open. */
const SHOWN = 5;

/** The person whose case it is, and what else he wrote about. */
export function EarlierCases({ shown }: { shown: Case }) {
  return shown.person_id ? <OfPerson shown={shown} person={shown.person_id} /> : null;
}

function OfPerson({ shown, person }: { shown: Case; person: string }) {
  const { t } = useTranslation();
  const list = useCases({ person_id: person, status: 'all', sort: 'last_message_at', descending: true });
  const others = list.rows.filter((row) => row.id !== shown.id).slice(0, SHOWN);
  return (
    <div className={classes.earlier}>
      <p className={classes.card}>
        <Link to="/people/persons" search={{ open: person } as never}>
          {t('case.personCard')}
        </Link>
      </p>
      {others.length > 0 && (
        <>
          <h3 className={classes.title}>{t('case.earlier')}</h3>
          <ul className={classes.list}>
            {others.map((row) => (
              <li key={row.id}>
                <Link to="/cases/$caseId" params={{ caseId: row.id }}>
                  {row.number} · {row.title || t('common.noSubject')}
                </Link>{' '}
                <span className={classes.status}>{row.status_name ?? t(`status.${row.status}`)}</span>
              </li>
            ))}
          </ul>
        </>
      )}
    </div>
  );
}
