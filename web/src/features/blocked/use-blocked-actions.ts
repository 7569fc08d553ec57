import { useTranslation } from 'react-i18next';
import { notifyBulk, notifyProblem } from '@/components/problem/notify';
import type { BulkOutcome } from '@/lib/api/types';
import { useDeleteBlocked } from './api/delete-blocked';
import { useImportBlocked } from './api/import-blocked';

type Done = () => void;

/** Import and delete, each with its message; `done` is called when the server has answered. */
export function useBlockedActions() {
  const { t } = useTranslation();
  const bring = useImportBlocked();
  const bin = useDeleteBlocked();
  const answers = (text: (count: number) => string, done?: Done) => ({
    onSuccess: (outcome: BulkOutcome) => {
      notifyBulk(outcome, text, t);
      done?.();
    },
    onError: (error: unknown) => notifyProblem(error, t),
  });
  return {
    busy: bring.isPending || bin.isPending,
    import: (ids: string[], done?: Done) =>
      bring.mutate(
        ids,
        answers((count) => t('bulk.imported', { count }), done),
      ),
    remove: (ids: string[], done?: Done) =>
      bin.mutate(
        ids,
        answers((count) => `${t('bulk.deleted', { count })}. ${t('confirm.bin')}`, done),
      ),
  };
}
