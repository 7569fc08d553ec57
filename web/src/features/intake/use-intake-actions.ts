import { useTranslation } from 'react-i18next';
import { notifyBulk, notifyProblem } from '@/components/problem/notify';
import type { BulkOutcome } from '@/lib/api/types';
import { useDeleteIntake } from './api/delete-intake';
import { useImportIntake } from './api/import-intake';
import { useRestoreIntake } from './api/restore-intake';

type Done = () => void;

/** Import, delete and restore, each with its message; `done` is called when the server has answered. */
export function useIntakeActions() {
  const { t } = useTranslation();
  const again = useImportIntake();
  const bin = useDeleteIntake();
  const unbin = useRestoreIntake();
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
        answers((count) => `${t('bulk.deleted', { count })}. ${t('confirm.bin')}`, done),
      ),
    restore: (ids: string[], done?: Done) =>
      unbin.mutate(
        ids,
        answers((count) => t('bulk.restored', { count }), done),
      ),
  };
}
