import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useConfirm } from '@/components/confirm/ConfirmProvider';
import { type Selected, SelectionButton } from '@/components/data-list/SelectionButton';
import { IconBlocked } from '@/components/icons';
import { notifyBulk, notifyProblem } from '@/components/problem/notify';
import { useBlockAgain } from '@/lib/requests/blocked-addresses';

/** Asks, and then blocks cleared addresses again for what they were blocked for. */
function useAskAgain() {
  const { t } = useTranslation();
  const confirm = useConfirm();
  const again = useBlockAgain();
  const ask = async (ids: string[], done: () => void) => {
    const question = {
      title: t('blockedAddresses.lifted.askTitle', { count: ids.length }),
      text: t('blockedAddresses.lifted.askText'),
      action: t('blockedAddresses.lifted.again'),
      harmless: true,
    };
    if (!(await confirm(question))) return;
    again.mutate(ids, {
      onSuccess: (outcome) => {
        notifyBulk(outcome, (count) => t('blockedAddresses.blockedAgain', { count }), t);
        done();
      },
      onError: (error) => notifyProblem(error, t),
    });
  };
  return [ask, again.isPending] as const;
}

/** Blocks the selected cleared addresses again, or all that fit. */
export function BlockAgain({ selected }: { selected: Selected }) {
  const { t } = useTranslation();
  const [ask, busy] = useAskAgain();
  return (
    <SelectionButton
      selected={selected}
      verb={t('blockedAddresses.lifted.again')}
      icon={IconBlocked}
      main
      disabled={busy}
      some={(ids, clear) => void ask(ids, clear)}
      action="/blocked-addresses/block-again/matching"
    />
  );
}

/** Blocks one address again. */
export function BlockOneAgain({ id, onDone }: { id: string; onDone: () => void }) {
  const { t } = useTranslation();
  const [ask, busy] = useAskAgain();
  return (
    <Button mb="md" variant="default" loading={busy} onClick={() => void ask([id], onDone)}>
      {t('blockedAddresses.lifted.again')}
    </Button>
  );
}
