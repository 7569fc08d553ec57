import { useTranslation } from 'react-i18next';
import { usePurgeQuestion } from '@/components/data-list/use-purge-question';
import { notifyBulk, notifyProblem } from '@/components/problem/notify';
import { notifyWithUndo } from '@/components/problem/UndoNotice';
import type { BulkOutcome } from '@/lib/api/types';
import { useKeptFor } from '@/lib/requests/bins';
import { useSendAgain } from '@/lib/requests/send-again';
import { useHoldOutbox, useReleaseOutbox, useRetryOutbox } from './api/change-outbox';
import { useDeleteOutbox } from './api/delete-outbox';
import { usePurgeOutbox } from './api/purge-outbox';
import { useRestoreOutbox } from './api/restore-outbox';

type Done = () => void;

/** Send again, stop, delete and what the bin offers, each with its message; `done` is called when the server has answered. */
export function useOutboxActions() {
  const { t } = useTranslation();
  const kept = useKeptFor('queues');
  const again = useSendAgain();
  const bin = useDeleteOutbox();
  const unbin = useRestoreOutbox();
  const forGood = usePurgeOutbox();
  const isSure = usePurgeQuestion();
  const stop = useHoldOutbox();
  const go = useReleaseOutbox();
  const now = useRetryOutbox();
  const answers = (text: (count: number) => string, done?: Done) => ({
    onSuccess: (outcome: BulkOutcome) => {
      notifyBulk(outcome, text, t);
      done?.();
    },
    onError: (error: unknown) => notifyProblem(error, t),
  });
  // The drawer that it was done in may be gone by then, and what is told by `mutate` with it.
  const putBack = async (ids: string[]) => {
    try {
      notifyBulk(await unbin.mutateAsync(ids), (count) => t('bulk.restored', { count }), t);
    } catch (error) {
      notifyProblem(error, t);
    }
  };
  const tellBinned = (outcome: BulkOutcome, ids: string[]) => {
    const left = new Set(outcome.failed.map(({ id }) => id));
    const binned = ids.filter((id) => !left.has(id));
    // What was left out is told as after every action; what was done has its button.
    notifyBulk({ ...outcome, done: 0 }, String, t);
    if (binned.length === 0) return;
    notifyWithUndo({
      message: `${t('bulk.deleted', { count: binned.length })}${kept}`,
      label: t('outbox.undoDelete'),
      onUndo: () => void putBack(binned),
    });
  };
  return {
    busy: [again, bin, unbin, forGood, stop, go, now].some((action) => action.isPending),
    retry: (ids: string[], done?: Done) =>
      now.mutate(
        ids,
        answers((count) => t('bulk.retried', { count }), done),
      ),
    hold: (ids: string[], done?: Done) =>
      stop.mutate(
        ids,
        answers((count) => t('bulk.held', { count }), done),
      ),
    release: (ids: string[], done?: Done) =>
      go.mutate(
        ids,
        answers((count) => t('bulk.released', { count }), done),
      ),
    send: (ids: string[], done?: Done) =>
      again.mutate(
        ids,
        answers((count) => t('bulk.queued', { count }), done),
      ),
    remove: (ids: string[], done?: Done) =>
      bin.mutate(ids, {
        onSuccess: (outcome) => {
          tellBinned(outcome, ids);
          done?.();
        },
        onError: (error) => notifyProblem(error, t),
      }),
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
