import { useTranslation } from 'react-i18next';
import { notifyDone, notifyProblem } from '@/components/problem/notify';
import { useStartJob } from '@/lib/requests/start-job';

/** Takes back what a job did, by another job: the addresses that it cleared are blocked again, if nobody changed them since. */
export function useUndoJob() {
  const { t } = useTranslation();
  const start = useStartJob();
  const undo = async (job: string) => {
    try {
      await start.mutateAsync({ action: '/blocked-addresses/block-again/matching', request: { job } });
      notifyDone(t('jobs.undoing'));
    } catch (error) {
      notifyProblem(error, t);
    }
  };
  return [undo, start.isPending] as const;
}
