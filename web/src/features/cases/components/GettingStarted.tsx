import { Button, VisuallyHidden } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { IconCheck } from '@/components/icons';
import { useMay } from '@/lib/session/SessionContext';
import classes from './GettingStarted.module.css';

const STEPS = ['mailbox', 'outgoing', 'users'] as const;
type Step = (typeof STEPS)[number];

const PLACES = {
  mailbox: '/email/mailboxes',
  outgoing: '/settings/outgoing',
  users: '/settings/users',
} as const;

type Props = { done: Record<Step, boolean>; onHide: () => void };

/** What the first administrator does, in this order, before there is a case. */
export function GettingStarted({ done, onHide }: Props) {
  const { t } = useTranslation();
  const mayUsers = useMay('users');
  return (
    <section className={classes.start} aria-labelledby="getting-started">
      <h2 id="getting-started" className={classes.title}>
        {t('gettingStarted.title')}
      </h2>
      <p className={classes.hint}>{t('gettingStarted.hint')}</p>
      <ol className={classes.steps}>
        {STEPS.filter((step) => step !== 'users' || mayUsers).map((step, at) => (
          <li key={step}>
            <Link
              to={PLACES[step]}
              // A form for what is missing, the page for what is there.
              search={step !== 'outgoing' && !done[step] ? ({ open: 'new' } as never) : undefined}
              className={classes.step}
              data-done={done[step] || undefined}
            >
              <span className={classes.number} aria-hidden>
                {done[step] ? <IconCheck size={17} stroke={2.2} /> : at + 1}
              </span>
              <span>
                <strong>{t(`gettingStarted.${step}`)}</strong>
                {done[step] && <VisuallyHidden> ({t('gettingStarted.done')})</VisuallyHidden>}
                <span className={classes.about}>{t(`gettingStarted.${step}Hint`)}</span>
              </span>
            </Link>
          </li>
        ))}
      </ol>
      <p className={classes.hide}>
        <Button size="compact-sm" variant="subtle" onClick={onHide}>
          {t('gettingStarted.hide')}
        </Button>
      </p>
    </section>
  );
}
