import { Button, type ButtonProps } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useConfirm } from '@/components/confirm/ConfirmProvider';
import { notifyBulk, notifyProblem } from '@/components/problem/notify';
import { useEndTrials, useTryAddresses } from '@/lib/requests/blocked-addresses';

type Props = Pick<ButtonProps, 'size' | 'mb'> & {
  /** The blocked address. */
  id: string;
};

/** Puts an address on trial after a question. */
export function PutOnTrial({ id, ...look }: Props) {
  const { t } = useTranslation();
  const confirm = useConfirm();
  const put = useTryAddresses();
  const ask = async () => {
    const action = t('blockedAddresses.ask.trial.action');
    const title = t('blockedAddresses.ask.trial.title', { count: 1 });
    const question = { title, text: t('blockedAddresses.ask.trial.text'), action, harmless: true };
    if (!(await confirm(question))) return;
    put.mutate([id], {
      onSuccess: (outcome) => {
        notifyBulk(outcome, (count) => t('blockedAddresses.ask.trial.done', { count }), t);
      },
      onError: (error) => notifyProblem(error, t),
    });
  };
  return (
    <Button {...look} variant="default" loading={put.isPending} onClick={() => void ask()}>
      {t('blockedAddresses.ask.trial.action')}
    </Button>
  );
}

/** Ends the trial of an address; its block stays, and it can be put on trial again, so that nothing is asked. */
export function EndTrial({ id, ...look }: Props) {
  const { t } = useTranslation();
  const end = useEndTrials();
  const done = () => t('blockedAddresses.trial.ended');
  const begin = () =>
    end.mutate([id], {
      onSuccess: (outcome) => notifyBulk(outcome, done, t),
      onError: (error) => notifyProblem(error, t),
    });
  return (
    <Button {...look} variant="default" loading={end.isPending} onClick={begin}>
      {t('blockedAddresses.trial.end')}
    </Button>
  );
}
