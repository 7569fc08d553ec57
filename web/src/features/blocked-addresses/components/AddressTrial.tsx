import { Alert } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useTrialSentence } from '@/components/address/use-trial-sentence';
import { Facts } from '@/components/facts/Facts';
import { Time } from '@/components/time/Time';
import type { AddressTrial, BlockScope } from '@/lib/api/types';

/** How the trial of an address stands: since when, by whom, with which mail, and what follows. */
export function TrialOfAddress({ trial, scope }: { trial: AddressTrial; scope: BlockScope | null }) {
  const { t } = useTranslation();
  const say = useTrialSentence();
  return (
    <Alert color="blue" mb="md" title={t('blockedAddresses.onTrial')}>
      {say(trial, scope)}
      <Facts
        facts={[
          [t('blockedAddresses.trial.since'), <Time key="since" at={trial.since} as="full" />],
          [t('blockedAddresses.trial.by'), trial.by_name ?? t('addressWarning.someone')],
          [
            t('blockedAddresses.trial.mail'),
            trial.outbox_id ? (
              <Link key="mail" to="/email/outbox" search={{ open: trial.outbox_id }}>
                {t('blockedAddresses.trial.openMail')}
              </Link>
            ) : (
              '–'
            ),
          ],
        ]}
      />
    </Alert>
  );
}
