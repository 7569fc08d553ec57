import type { Job } from '@/lib/api/types';

/** Whether its mails wait for the time that they were planned for. */
export const isPlanned = ({ planned_at }: Pick<Job, 'planned_at'>, now = Date.now()) =>
  planned_at !== null && new Date(planned_at).getTime() > now;

/**
 * The words for how a job ended; of one that was stopped before anything was done nothing is left to be told. Of one that was
 * stopped while it planned mails the rest is not written, which does not go without saying.
 */
export function endOf(job: Pick<Job, 'state' | 'done' | 'planned_at'>) {
  if (job.state !== 'cancelled') return isPlanned(job) ? 'jobs.planned' : 'jobs.over';
  if (job.done === 0) return 'jobs.stoppedAtOnce';
  return isPlanned(job) ? 'jobs.plannedStopped' : 'jobs.stopped';
}
