import { Button, Group } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { IconClock, IconEdit } from '@/components/icons';
import { ServerWords } from '@/components/mail/ServerWords';
import { Time } from '@/components/time/Time';
import type { Message } from '@/lib/api/types';
import { useFormat } from '@/lib/format/use-format';
import { useMay } from '@/lib/session/SessionContext';
import type { Mode } from '../draft';
import { keptBy } from '../kept';
import classes from './FailureCard.module.css';

/** The class of the case's entries about mail that is late. */
export const DELAY = 'delivery_delay';

type Props = { message: Message; onWrite: (mode: Mode) => void };

/** A mail that is still on its way after hours: to whom, what was said last, and what helps meanwhile. */
export function DelayCard({ message, onWrite }: Props) {
  const { t } = useTranslation();
  const mayOpenOutbox = useMay('outbox');
  const recipient = message.to.map(({ address }) => address).join(', ');
  const elsewhere = message.failure?.elsewhere ?? null;
  const told = useElsewhere(elsewhere);
  const waits = isOnItsWay(message);
  const kept = message.delivery ? keptBy(message.delivery) : undefined;
  return (
    <article className={classes.failure} aria-label={t('delay.label', { recipient })}>
      <IconClock size={20} className={classes.icon} aria-hidden />
      <div className={classes.body}>
        <header className={classes.head}>
          <strong>{t('delay.title', { recipient })}</strong>
          <Time at={message.created_at} />
        </header>
        <p className={classes.subject}>{message.subject}</p>
        <ServerWords words={message.text} meaning={message.meaning} over={false} cure={false} />
        {waits ? (
          <>
            <p className={classes.cure}>
              {kept ? t(`plainWords.${kept}`) : [told ?? t('delay.text'), t('delay.cure')].join(' ')}
            </p>
            <Group gap="xs" mt="sm">
              <Button
                size="compact-sm"
                variant="default"
                leftSection={<IconEdit size={15} />}
                onClick={() => onWrite('forward')}
              >
                {t('delay.write')}
              </Button>
              {mayOpenOutbox && message.outbox_id && (
                <Button
                  size="compact-sm"
                  variant="default"
                  renderRoot={(props) => (
                    <Link
                      to="/email/outbox"
                      search={{ open: message.outbox_id ?? undefined, sent: elsewhere ? true : undefined }}
                      {...props}
                    />
                  )}
                >
                  {t('delay.open')}
                </Button>
              )}
            </Group>
          </>
        ) : (
          !elsewhere && <p className={classes.cure}>{t('failure.settled')}</p>
        )}
      </div>
    </article>
  );
}

/** Who goes on trying where a server has taken the mail, and until when. */
function useElsewhere(elsewhere: Elsewhere | null): string | undefined {
  const { t } = useTranslation();
  const format = useFormat();
  if (!elsewhere) return undefined;
  const host = elsewhere.host ?? t('delay.nextServer');
  return elsewhere.until
    ? t('delay.elsewhereUntil', { host, when: format.full(elsewhere.until) })
    : t('delay.elsewhere', { host });
}

type Elsewhere = NonNullable<NonNullable<Message['failure']>['elsewhere']>;

/** Whether nothing has become of it yet: with us it waits; what another server took may have arrived long ago. */
export function isOnItsWay({ delivery, failure }: Message, now = Date.now()): boolean {
  if (!failure?.elsewhere) return delivery?.state === 'queued' || delivery?.state === 'sending';
  const { until } = failure.elsewhere;
  return delivery?.state === 'sent' && (!until || new Date(until).getTime() > now);
}
