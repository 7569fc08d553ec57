import { useTranslation } from 'react-i18next';
import { usePurgeQuestion } from '@/components/data-list/use-purge-question';
import { notifyBulk, notifyProblem } from '@/components/problem/notify';
import type { BulkOutcome } from '@/lib/api/types';
import { useKeptFor } from '@/lib/requests/bins';
import { useDeleteBlocked } from './api/delete-blocked';
import { usePurgeBlocked, useRestoreBlocked } from './api/empty-bin';
import { useImportBlocked } from './api/import-blocked';

type Done = () => void;

/** Import, delete and what the bin offers, each with its message; `done` is called when the server has answered. */
export function useBlockedActions() {
  const { t } = useTranslation();
  const kept = useKeptFor('queues');
  const bring = useImportBlocked();
  const bin = useDeleteBlocked();
  const unbin = useRestoreBlocked();
  const forGood = usePurgeBlocked();
  const isSure = usePurgeQuestion();
  const answers = (text: (count: number) => string, done?: Done) => ({
    onSuccess: (outcome: BulkOutcome) => {
      notifyBulk(outcome, text, t);
      done?.();
    },
    onError: (error: unknown) => notifyProblem(error, t),
  });
  return {
    busy: [bring, bin, unbin, forGood].some((action) => action.isPending),
    import: (ids: string[], done?: Done) =>
      bring.mutate(
        ids,
        answers((count) => t('bulk.imported', { count }), done),
      ),
    remove: (ids: string[], done?: Done) =>
      bin.mutate(
        ids,
        answers((count) => `${t('bulk.deleted', { count })}${kept}`, done),
      ),
    restore: (ids: string[], done?: Done) =>
      unbin.mutate(
        ids,
        answers((count) => t('bulk.restored', { count }), done),
      ),
    /** Asks first: it cannot be undone. */
    purge: async (ids: string[], done?: Done) => {
      if (!(await isSure())) return;
      forGood.mutate(
        ids,
        answers((count) => t('intake.purged', { count }), done),
      );
    },
  };
}
