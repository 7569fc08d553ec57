import { Button } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useConfirm } from '@/components/confirm/ConfirmProvider';
import { notifyDone, notifyProblem } from '@/components/problem/notify';
import { api, take } from '@/lib/api/client';
import type { Job } from '@/lib/api/types';
import classes from './JobTray.module.css';

/** The way back of all mails that a job planned; it is asked before, since each becomes a draft of its own. */
export function TakeAllBack({ job }: { job: Job }) {
  const { t } = useTranslation();
  const confirm = useConfirm();
  const client = useQueryClient();
  const back = useMutation({
    mutationFn: () => take(api.POST('/jobs/{id}/take-back', { params: { path: { id: job.id } } })),
    onSuccess: () => notifyDone(t('jobs.begun')),
    onError: (error) => notifyProblem(error, t),
    onSettled: () => client.invalidateQueries({ queryKey: ['jobs'] }),
  });
  const ask = async () => {
    const question = {
      title: t('jobs.takeBackAsk', { count: job.done }),
      text: t('jobs.takeBackHint'),
      action: t('jobs.takeBack'),
    };
    if (await confirm(question)) back.mutate();
  };
  return (
    <div className={classes.back}>
      <Button size="compact-xs" variant="default" loading={back.isPending} onClick={() => void ask()}>
        {t('jobs.takeBack')}
      </Button>
    </div>
  );
}
