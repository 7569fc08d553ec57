import type { Job } from '@/lib/api/types';

/** Whether its mails wait for the time that they were planned for. */
export const isPlanned = ({ planned_at }: Pick<Job, 'planned_at'>, now = Date.now()) =>
  planned_at !== null && new Date(planned_at).getTime() > now;

/** The words for how a job ended; of one that was stopped before anything was done nothing is left to be told. */
export function endOf(job: Pick<Job, 'state' | 'done' | 'planned_at'>) {
  if (isPlanned(job)) return 'jobs.planned';
  if (job.state !== 'cancelled') return 'jobs.over';
  return job.done === 0 ? 'jobs.stoppedAtOnce' : 'jobs.stopped';
}
