import { Alert, Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useTrialSentence } from '@/components/address/use-trial-sentence';
import { useConfirm } from '@/components/confirm/ConfirmProvider';
import { Facts } from '@/components/facts/Facts';
import { notifyBulk, notifyProblem } from '@/components/problem/notify';
import { Time } from '@/components/time/Time';
import type { AddressEvidence, AddressTrial, BlockScope } from '@/lib/api/types';
import { useTryAddresses } from '@/lib/requests/blocked-addresses';

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

/** Puts an address on trial after a question. */
export function PutOnTrial({ address }: { address: AddressEvidence }) {
  const { t } = useTranslation();
  const confirm = useConfirm();
  const put = useTryAddresses();
  const ask = async () => {
    const action = t('blockedAddresses.ask.trial.action');
    const title = t('blockedAddresses.ask.trial.title', { count: 1 });
    if (!(await confirm({ title, text: t('blockedAddresses.ask.trial.text'), action }))) return;
    put.mutate([address.id], {
      onSuccess: (outcome) => {
        notifyBulk(outcome, (count) => t('blockedAddresses.ask.trial.done', { count }), t);
      },
      onError: (error) => notifyProblem(error, t),
    });
  };
  return (
    <Button mb="md" variant="default" loading={put.isPending} onClick={() => void ask()}>
      {t('blockedAddresses.ask.trial.action')}
    </Button>
  );
}
