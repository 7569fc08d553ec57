import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useMay } from '@/lib/session/SessionContext';
import classes from './GettingStarted.module.css';

const STEPS = [
  { step: 'mailbox', to: '/email/mailboxes' },
  { step: 'outgoing', to: '/settings/outgoing' },
  { step: 'users', to: '/settings/users' },
] as const;

/** What the first administrator does, in this order, before there is a case. */
export function GettingStarted() {
  const { t } = useTranslation();
  const mayUsers = useMay('users');
  return (
    <section className={classes.start} aria-labelledby="getting-started">
      <h2 id="getting-started" className={classes.title}>
        {t('gettingStarted.title')}
      </h2>
      <p className={classes.hint}>{t('gettingStarted.hint')}</p>
      <ol className={classes.steps}>
        {STEPS.filter(({ step }) => step !== 'users' || mayUsers).map(({ step, to }, at) => (
          <li key={step}>
            <Link to={to} className={classes.step}>
              <span className={classes.number} aria-hidden>
                {at + 1}
              </span>
              <span>
                <strong>{t(`gettingStarted.${step}`)}</strong>
                <span className={classes.about}>{t(`gettingStarted.${step}Hint`)}</span>
              </span>
            </Link>
          </li>
        ))}
      </ol>
    </section>
  );
}
