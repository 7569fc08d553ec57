import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { ServerWords } from '@/components/mail/ServerWords';
import type { OutboxWait } from '@/lib/api/types';
import { useFormat } from '@/lib/format/use-format';
import classes from './WaitsFor.module.css';

/** The rules that keep all mail for a destination waiting, and what would end that. */
const SHARED = [
  'silent',
  'busy',
  'unprotected',
  'refused',
  'destination_rate',
  'organisation_rate',
  'own_rate',
  'organisation_share',
  'stopped',
  'stopped_by_operator',
] as const;
type Shared = (typeof SHARED)[number];

const isShared = (rule: OutboxWait['rule']): rule is Shared => SHARED.some((shared) => shared === rule);

/** What the mail shares its wait with: the rule, how many others, the last words, and what would release it. */
export function WaitsFor({ waits }: { waits: OutboxWait[] }) {
  return (
    <ul className={classes.waits}>
      {waits.map((wait) => (
        <li key={wait.domain}>
          <Wait wait={wait} />
        </li>
      ))}
    </ul>
  );
}

function Wait({ wait }: { wait: OutboxWait }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { rule, others } = wait;
  return (
    <>
      {isShared(rule) && (
        <p className={classes.text}>
          {t(`outbox.why.rule.${rule}`, {
            destination: wait.destination ?? wait.domain,
            when: wait.until ? format.full(wait.until) : '',
            limit: wait.per_minute ?? 0,
            share: wait.share_percent ?? 0,
            since: wait.since ? format.full(wait.since) : '',
            why: wait.words ?? '',
          })}
        </p>
      )}
      {others > 0 && (
        <p className={classes.text}>
          {wait.more_others
            ? t('outbox.why.othersMore', { count: others })
            : t('outbox.why.others', { count: others })}{' '}
          <Link to="/email/outbox" search={allOf(wait)}>
            {t('outbox.why.showAll')}
          </Link>
        </p>
      )}
      {isShared(rule) && !wait.meaning?.sign_in_refused && (
        <p className={classes.cure}>{t(`outbox.why.cure.${rule}`)}</p>
      )}
      {wait.words && !wait.since && (
        <ServerWords words={wait.words} meaning={wait.meaning} over={false} cure={false} />
      )}
    </>
  );
}

/** What the list is asked for to show all that waits for the same. */
export const allOf = (wait: OutboxWait) =>
  wait.held_by ? { destination: wait.held_by } : { domain: wait.domain };

/** Whether a wait is shared with all mail for its destination. */
export const hasSharedWait = (waits: OutboxWait[]) => waits.some((wait) => isShared(wait.rule));
