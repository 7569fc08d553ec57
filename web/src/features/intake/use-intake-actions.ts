import { useTranslation } from 'react-i18next';
import { useConfirm } from '@/components/confirm/ConfirmProvider';
import { notifyBulk, notifyProblem } from '@/components/problem/notify';
import type { BulkOutcome } from '@/lib/api/types';
import { useKeptFor } from '@/lib/requests/bins';
import { useDeleteIntake } from './api/delete-intake';
import { useImportIntake } from './api/import-intake';
import { usePurgeIntake } from './api/purge-intake';
import { useRestoreIntake } from './api/restore-intake';

type Done = () => void;

/** Import, delete and restore, each with its message; `done` is called when the server has answered. */
export function useIntakeActions() {
  const { t } = useTranslation();
  const kept = useKeptFor('queues');
  const again = useImportIntake();
  const bin = useDeleteIntake();
  const unbin = useRestoreIntake();
  const forGood = usePurgeIntake();
  const confirm = useConfirm();
  const answers = (text: (count: number) => string, done?: Done) => ({
    onSuccess: (outcome: BulkOutcome) => {
      notifyBulk(outcome, text, t);
      done?.();
    },
    onError: (error: unknown) => notifyProblem(error, t),
  });
  return {
    busy: again.isPending || bin.isPending || unbin.isPending,
    import: (ids: string[], done?: Done) =>
      again.mutate(
        ids,
        answers((count) => t('bulk.imported', { count }), done),
      ),
    remove: (ids: string[], done?: Done) =>
      bin.mutate(
        ids,
        answers((count) => `${t('bulk.deleted', { count })}${kept}`, done),
      ),
    /** Asks first: it cannot be undone. */
    purge: async (ids: string[], done?: Done) => {
      const question = {
        title: t('intake.purgeTitle'),
        text: t('intake.purgeText'),
        action: t('intake.purge'),
      };
      if (!(await confirm(question))) return;
      forGood.mutate(
        ids,
        answers((count) => t('intake.purged', { count }), done),
      );
    },
    restore: (ids: string[], done?: Done) =>
      unbin.mutate(
        ids,
        answers((count) => t('bulk.restored', { count }), done),
      ),
  };
}
