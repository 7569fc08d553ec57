import { Button, Group } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { IconClock, IconEdit } from '@/components/icons';
import { ServerWords } from '@/components/mail/ServerWords';
import { Time } from '@/components/time/Time';
import type { Message } from '@/lib/api/types';
import { useMay } from '@/lib/session/SessionContext';
import type { Mode } from '../draft';
import classes from './FailureCard.module.css';

/** The class of the case's entries about mail that is late. */
export const DELAY = 'delivery_delay';

type Props = { message: Message; onWrite: (mode: Mode) => void };

/** A mail that is still on its way after hours: to whom, what was said last, and what helps meanwhile. */
export function DelayCard({ message, onWrite }: Props) {
  const { t } = useTranslation();
  const mayOpenOutbox = useMay('outbox');
  const recipient = message.to.map(({ address }) => address).join(', ');
  const waits = message.delivery?.state === 'queued' || message.delivery?.state === 'sending';
  return (
    <article className={classes.failure} aria-label={t('delay.label', { recipient })}>
      <IconClock size={20} className={classes.icon} aria-hidden />
      <div className={classes.body}>
        <header className={classes.head}>
          <strong>{t('delay.title', { recipient })}</strong>
          <Time at={message.created_at} />
        </header>
        <p className={classes.subject}>{message.subject}</p>
        {message.text && <ServerWords refusal={{ words: message.text }} cure={false} />}
        {waits ? (
          <>
            <p className={classes.cure}>
              {t('delay.text')} {t('delay.cure')}
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
                    <Link to="/email/outbox" search={{ open: message.outbox_id ?? undefined }} {...props} />
                  )}
                >
                  {t('delay.open')}
                </Button>
              )}
            </Group>
          </>
        ) : (
          <p className={classes.cure}>{t('failure.settled')}</p>
        )}
      </div>
    </article>
  );
}
