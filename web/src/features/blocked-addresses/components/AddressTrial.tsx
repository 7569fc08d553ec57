import { Alert } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { TFunction } from 'i18next';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useTrialSentence } from '@/components/address/use-trial-sentence';
import { Facts } from '@/components/facts/Facts';
import { Time } from '@/components/time/Time';
import type { AddressTrial, BlockScope } from '@/lib/api/types';
import classes from './AddressTrial.module.css';

/** How the trial of an address stands: since when, by whom, with which mail, and what follows. */
export function TrialOfAddress({ trial, scope }: { trial: AddressTrial; scope: BlockScope | null }) {
  const { t } = useTranslation();
  const say = useTrialSentence();
  return (
    <Alert color="gray" variant="light" mb="md" title={t('blockedAddresses.onTrial')}>
      <p className={classes.sentence}>{say(trial, scope)}</p>
      <Facts
        facts={[
          [t('blockedAddresses.trial.since'), <Time key="since" at={trial.since} as="full" />],
          [
            t(trial.by_mail ? 'blockedAddresses.trial.sentBy' : 'blockedAddresses.trial.by'),
            trial.by_name ?? t('addressWarning.someone'),
          ],
          // Before the first mail there is none to show.
          ...(trial.outbox_id ? [mailOf(trial.outbox_id, t)] : []),
        ]}
      />
    </Alert>
  );
}

/** The mail that tries it, and the way there. */
function mailOf(id: string, t: TFunction): [string, ReactNode] {
  return [
    t('blockedAddresses.trial.mail'),
    <Link key="mail" to="/email/outbox" search={{ open: id }}>
      {t('blockedAddresses.trial.openMail')}
    </Link>,
  ];
}
