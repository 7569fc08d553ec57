import { Button, Group } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { SetFormer } from '@/components/address/SetFormer';
import { IconAlert, IconEdit, IconRefresh } from '@/components/icons';
import { ServerWords } from '@/components/mail/ServerWords';
import { notifyDone, notifyProblem } from '@/components/problem/notify';
import { Time } from '@/components/time/Time';
import type { Case, Message } from '@/lib/api/types';
import { useMay } from '@/lib/session/SessionContext';
import { useSendMessageAgain } from '../api/sent-message';
import type { Mode } from '../draft';
import { type FailureStanding, standingOf } from '../failures';
import { AsLinks, mayHelp } from './AsLinks';
import { CorrectAddress } from './CorrectAddress';
import classes from './FailureCard.module.css';
import { OtherAddresses } from './OtherAddresses';
import { ToNewAddress } from './ToNewAddress';

const SETTLED = {
  again: 'failure.triedAgain',
  arrived: 'failure.arrived',
  binned: 'failure.binned',
  toldAnew: 'failure.toldAnew',
  settled: 'failure.settled',
} as const satisfies Record<Exclude<FailureStanding, 'open'>, string>;

type Props = { shown: Case; message: Message; onWrite: (mode: Mode) => void };

/** A mail that did not arrive: whom it did not reach, why, in whose words, and what helps. */
export function FailureCard({ shown, message, onWrite }: Props) {
  const { t } = useTranslation();
  const mayOutbox = useMay('outbox');
  const again = useSendMessageAgain();
  const [corrects, setCorrects] = useState(false);
  const place = { id: shown.id, mid: message.id };
  const recipient = message.to.map(({ address }) => address).join(', ');
  const standing = standingOf(shown.messages, message);
  const moved = message.meaning?.new_address ?? null;
  const left = message.meaning?.left ?? false;
  const onError = (error: unknown) => notifyProblem(error, t);
  return (
    <article
      className={classes.failure}
      data-open={standing === 'open' || undefined}
      aria-label={t('failure.label', { recipient })}
    >
      <IconAlert size={20} className={classes.icon} aria-hidden />
      <div className={classes.body}>
        <header className={classes.head}>
          <strong>{t('failure.title', { recipient })}</strong>
          <Time at={message.created_at} />
        </header>
        <p className={classes.subject}>{message.subject}</p>
        <ServerWords words={message.text} meaning={message.meaning} held={message.failure?.held_back} />
        {left && <p className={classes.subject}>{t('failure.left', { recipient })}</p>}
        {standing === 'open' ? (
          <Group gap="xs" mt="sm">
            <AsLinks shown={shown} message={message} recipient={recipient} />
            <ToNewAddress place={place} address={moved} left={left} onWrite={onWrite} />
            <Button
              variant={moved || mayHelp(shown, message) ? 'default' : undefined}
              size="compact-sm"
              leftSection={<IconEdit size={15} />}
              onClick={() => setCorrects(true)}
            >
              {t('failure.rewrite')}
            </Button>
            <OtherAddresses shown={shown} place={place} recipient={recipient} onWrite={onWrite} />
            <Button
              size="compact-sm"
              variant="default"
              leftSection={<IconRefresh size={15} />}
              loading={again.isPending}
              onClick={() =>
                again.mutate(place, { onSuccess: () => notifyDone(t('failure.again')), onError })
              }
            >
              {t('failure.tryAgain')}
            </Button>
            {left && <SetFormer address={recipient} size="compact-sm" />}
            {mayOutbox && message.outbox_id && <ToOutbox id={message.outbox_id} />}
          </Group>
        ) : (
          <p className={classes.subject}>{t(SETTLED[standing])}</p>
        )}
      </div>
      {corrects && (
        <CorrectAddress
          shown={shown}
          place={place}
          recipient={recipient}
          // Whoever is there instead is somebody else, and not the customer under another address.
          proposed={left ? null : moved}
          onClose={() => setCorrects(false)}
          onWrite={onWrite}
        />
      )}
    </article>
  );
}

/** The way to the mail in the outbox. */
export function ToOutbox({ id }: { id: string }) {
  const { t } = useTranslation();
  return (
    <Button
      size="compact-sm"
      variant="default"
      renderRoot={(props) => <Link to="/email/outbox" search={{ open: id, sent: true }} {...props} />}
    >
      {t('delivery.openOutbox')}
    </Button>
  );
}
