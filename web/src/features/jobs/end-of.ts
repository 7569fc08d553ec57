import type { Job } from '@/lib/api/types';

/** The words for how a job ended; of one that was stopped before anything was done nothing is left to be told. */
export function endOf({ state, done }: Job) {
  if (state !== 'cancelled') return 'jobs.over';
  return done === 0 ? 'jobs.stoppedAtOnce' : 'jobs.stopped';
}
