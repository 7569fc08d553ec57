import { Button } from '@mantine/core';
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import { Facts } from '@/components/facts/Facts';
import { IconRefresh } from '@/components/icons';
import { notifyDone, notifyProblem } from '@/components/problem/notify';
import { Time } from '@/components/time/Time';
import type { Mailbox, MailboxHealth } from '@/lib/api/types';
import { textOf } from '@/lib/i18n/text';
import { useCheckMailbox } from '../api/check-mailbox';
import { HealthDot } from './HealthDot';
import classes from './HealthPanel.module.css';

/** How a mailbox fares: its last tries, the server's words, and a try at once. */
export function HealthPanel({ mailbox }: { mailbox: Mailbox }) {
  const { t } = useTranslation();
  const check = useCheckMailbox();
  const { health } = mailbox;
  const never = t('common.never');
  const fetched = mailbox.protocol !== 'smtp';
  // What ails the sign-in with a provider stands above, with its cure and the provider's words.
  const told = mailbox.oauth !== null && health.last_error_code?.startsWith('oauth_');
  return (
    <section className={classes.panel} data-bad={(health.state === 'failing' && !told) || undefined}>
      <div className={classes.head}>
        <HealthDot mailbox={mailbox} />
        {fetched && mailbox.active && health.state !== 'sign_in' && (
          <Button
            size="xs"
            variant="default"
            leftSection={<IconRefresh size={15} />}
            loading={check.isPending}
            onClick={() =>
              check.mutate(mailbox.id, {
                onSuccess: () => notifyDone(t('mailboxes.checking')),
                onError: (error) => notifyProblem(error, t),
              })
            }
          >
            {t('mailboxes.checkNow')}
          </Button>
        )}
      </div>
      <Facts
        facts={[
          [
            t('mailboxes.lastSuccess'),
            <Time key="success" at={health.last_success_at} as="relative" none={never} />,
          ],
          ...(fetched
            ? ([
                [
                  t('mailboxes.lastTry'),
                  <Time key="try" at={health.last_try_at} as="relative" none={never} />,
                ],
                [t('mailboxes.nextCheck'), <Time key="next" at={health.next_check_at} as="relative" />],
                [t('mailboxes.newMail'), watched(mailbox, t)],
                ...recognised(health, t),
              ] satisfies [string, React.ReactNode][])
            : []),
        ]}
      />
      {health.last_error_code && !told && (
        <p className={classes.cure}>{textOf(`mailboxes.cure.${health.last_error_code}`)}</p>
      )}
      {health.last_error && !told && (
        <p className={classes.error}>
          {health.failures > 0 && <strong>{t('mailboxes.failures', { count: health.failures })}. </strong>}
          {t('mailboxes.lastError')}: <q lang="en">{health.last_error}</q>
        </p>
      )}
    </section>
  );
}

/** How soon new mail is seen. */
function watched(mailbox: Mailbox, t: TFunction): string {
  if (mailbox.health.watch === 'watched') return t('mailboxes.watch.watched');
  const every =
    mailbox.interval_s < 60
      ? t('mailboxes.form.seconds', { count: mailbox.interval_s })
      : t('mailboxes.form.minutes', { count: Math.round(mailbox.interval_s / 60) });
  return t('mailboxes.watch.polled', { every });
}

/** What the server numbered anew and was recognised, where there is any. */
function recognised(health: MailboxHealth, t: TFunction): [string, React.ReactNode][] {
  if (health.recognised === 0) return [];
  return [[t('mailboxes.recognised'), t('mailboxes.recognisedMails', { count: health.recognised })]];
}
