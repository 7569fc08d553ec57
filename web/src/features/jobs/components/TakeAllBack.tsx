import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useConfirm } from '@/components/confirm/ConfirmProvider';
import { notifyDone, notifyProblem } from '@/components/problem/notify';
import type { Job } from '@/lib/api/types';
import { useTakeBackJob } from '../api/take-back-job';
import classes from './JobTray.module.css';

/** The way back of all mails that a job planned; it is asked before, since each becomes a draft of its own. */
export function TakeAllBack({ job }: { job: Job }) {
  const { t } = useTranslation();
  const confirm = useConfirm();
  const back = useTakeBackJob();
  const ask = async () => {
    const question = {
      // How many are left is not known here: some may have been moved, or taken back one by one.
      title: t('jobs.takeBackAsk'),
      text: t('jobs.takeBackHint'),
      action: t('jobs.takeBack'),
    };
    if (!(await confirm(question))) return;
    // The jobs are closed by a click elsewhere, also by one on the question: what follows is told all the same.
    try {
      await back.mutateAsync(job.id);
      notifyDone(t('jobs.begun'));
    } catch (error) {
      notifyProblem(error, t);
    }
  };
  return (
    <div className={classes.back}>
      <Button size="compact-xs" variant="default" loading={back.isPending} onClick={() => void ask()}>
        {t('jobs.takeBack')}
      </Button>
    </div>
  );
}
