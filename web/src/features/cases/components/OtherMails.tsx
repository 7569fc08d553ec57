import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useOtherNewMails } from '../api/start-case';
import classes from './OtherMails.module.css';

/** Says above a new mail that others were begun, which are gone on with from the drafts. */
export function OtherMails({ name }: { name: string }) {
  const { t } = useTranslation();
  const count = useOtherNewMails(name);
  if (count === 0) return null;
  return (
    <p className={classes.others}>
      {t('start.others', { count })} <Link to="/drafts">{t('start.othersShow')}</Link>
    </p>
  );
}
