// Addresses whose blocks were taken away: it is said, and can be undone for a while.
import { Button, Group } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useTranslation } from 'react-i18next';
import { notifyBulk, notifyProblem } from '@/components/problem/notify';
import type { BulkOutcome } from '@/lib/api/types';
import { useBlockAgain } from '@/lib/requests/blocked-addresses';

/** How long it can be undone, milliseconds. */
const SHOWN_MS = 12_000;

/** Says what became of these addresses, with a button that blocks those again that were let go. */
export function useNotifyCleared() {
  const { t } = useTranslation();
  const again = useBlockAgain();
  return (outcome: BulkOutcome, ids: string[], nameOf?: (id: string) => string | undefined) => {
    const left = new Set(outcome.failed.map(({ id }) => id));
    const cleared = ids.filter((one) => !left.has(one));
    // What was left out is told as after every action; what was done has its button.
    notifyBulk({ ...outcome, done: 0 }, String, t, nameOf);
    if (cleared.length === 0) return;
    const id = `cleared-${cleared[0]}-${cleared.length}`;
    // The drawer that it was done in may be gone by then, and what is told by `mutate` with it.
    const undo = async () => {
      notifications.hide(id);
      try {
        const done = await again.mutateAsync(cleared);
        notifyBulk(done, (count) => t('blockedAddresses.blockedAgain', { count }), t);
      } catch (error) {
        notifyProblem(error, t);
      }
    };
    notifications.show({
      id,
      color: 'green',
      autoClose: SHOWN_MS,
      message: (
        <Group justify="space-between" gap="xs">
          {t('blockedAddresses.cleared', { count: cleared.length })}
          <Button size="compact-sm" variant="default" onClick={() => void undo()}>
            {t('blockedAddresses.undoClear')}
          </Button>
        </Group>
      ),
    });
  };
}
