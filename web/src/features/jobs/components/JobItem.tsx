import { Button, Progress } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { notifyProblem } from '@/components/problem/notify';
import { Time } from '@/components/time/Time';
import type { Job } from '@/lib/api/types';
import { useFormat } from '@/lib/format/use-format';
import { textOf } from '@/lib/i18n/text';
import { wayBackOf } from '@/lib/mail/ways-back';
import { useCancelJob } from '@/lib/requests/cancel-job';
import { refusedRowsOf, useImportOfJob } from '@/lib/requests/person-imports';
import { endOf, isPlanned } from '../end-of';
import classes from './JobTray.module.css';
import { TakeAllBack } from './TakeAllBack';
import { useUndoJob } from './use-undo-job';

/** One job: what it does, how far it is, and why it left rows out. */
export function JobItem({ job }: { job: Job }) {
  const { t } = useTranslation();
  const format = useFormat();
  const cancel = useCancelJob();
  const [isTakingBack, setTakingBack] = useState(false);
  const stop = () => {
    const takeBack = wayBackOf(job.id);
    if (!takeBack) return cancel.mutate(job.id, { onError: (error) => notifyProblem(error, t) });
    // What was written for it comes back.
    setTakingBack(true);
    void takeBack().finally(() => setTakingBack(false));
  };
  const over = job.finished_at !== null;
  const treated = job.done + job.failed;
  const name = t(`jobs.kind.${job.kind}`);
  return (
    <li className={classes.item}>
      <div className={classes.head}>
        <span className={classes.name}>{name}</span>
        {over ? (
          <Time at={job.finished_at} />
        ) : (
          <Button
            size="compact-xs"
            variant="default"
            loading={cancel.isPending || isTakingBack}
            disabled={job.cancel_requested}
            aria-label={`${t('jobs.stop')}: ${name}`}
            onClick={stop}
          >
            {t(job.cancel_requested ? 'jobs.stopping' : 'jobs.stop')}
          </Button>
        )}
      </div>
      {!over && (
        <Progress
          className={classes.bar}
          size="sm"
          aria-label={name}
          value={job.total === 0 ? 0 : (100 * treated) / job.total}
        />
      )}
      <p className={classes.figures}>
        {over
          ? t(endOf(job), {
              when: job.planned_at ? format.full(job.planned_at) : '',
              done: format.count(job.done),
              total: format.count(job.total),
            })
          : t('jobs.progress', { done: format.count(treated), total: format.count(job.total) })}
        {job.cut && ` ${t('jobs.cut', { total: format.count(job.total) })}`}
      </p>
      <Reasons job={job} />
      <RefusedRows job={job} />
      {job.can_undo && <TakeBack job={job} />}
      {isPlanned(job) && <TakeAllBack job={job} />}
    </li>
  );
}

/** The way to what the job did, and back. */
function TakeBack({ job }: { job: Job }) {
  const { t } = useTranslation();
  const [undo, busy] = useUndoJob();
  return (
    <div className={classes.back}>
      <Link to="/email/blocked-addresses" search={{ shelf: 'cleared', job: job.id }}>
        {t('jobs.showAddresses')}
      </Link>
      <Button size="compact-xs" variant="default" loading={busy} onClick={() => void undo(job.id)}>
        {t('jobs.undo')}
      </Button>
    </div>
  );
}

function Reasons({ job }: { job: Job }) {
  const { t } = useTranslation();
  if (job.failed === 0) return null;
  const reasons = new Set(job.failures.map(({ code, detail }) => textOf(`problem.${code}`) ?? detail));
  return (
    <ul className={classes.reasons}>
      <li>{t('bulk.failed', { count: job.failed })}</li>
      {[...reasons].map((reason) => (
        <li key={reason}>{reason}</li>
      ))}
    </ul>
  );
}

/** The rows that an import refused stay to be had after its drawer is closed. */
function RefusedRows({ job }: { job: Job }) {
  const { t } = useTranslation();
  const asked = job.kind === 'persons_import' && job.finished_at !== null && job.failed > 0;
  const found = useImportOfJob(job.id, asked);
  if (!found || found.refused + found.to_look_at === 0) return null;
  return (
    <a className={classes.figures} href={refusedRowsOf(found.id)} download>
      {t('personImport.refusedFile')}
    </a>
  );
}
