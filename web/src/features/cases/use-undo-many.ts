// Takes mails to many back before the first is written: what was written is a draft again. Works also when its form is no
// longer on the screen.
import { useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { notifyDone, notifyNote, notifyProblem } from '@/components/problem/notify';
import type { Job } from '@/lib/api/types';
import { toTell } from '@/lib/drafts/to-tell';
import { useFormat } from '@/lib/format/use-format';
import type { Many } from '@/lib/mail/many';
import { endWayBack } from '@/lib/mail/ways-back';
import { useCancelJob } from '@/lib/requests/cancel-job';
import { findJob } from './api/bulk-mail';
import { type Place, putBack, type TakenBack } from './putting-back';
import { untilDone } from './until-done';

/** How often a job that was already writing is asked whether it has ended, and how far apart. */
const LOOKS_MAX = 30;
const LOOK_MS = 1_000;

type Written = TakenBack & {
  /** Ends when its draft has ended, which would take it away again. */
  ended: Promise<unknown>;
};

export function useUndoMany(kind: Many) {
  const { t } = useTranslation();
  const format = useFormat();
  const client = useQueryClient();
  const { mutateAsync } = useCancelJob();
  const tell = ({ done, total, state }: Job, place: Place) => {
    const isLate = state !== 'cancelled' || done > 0;
    if (isLate) {
      const text = place === 'window' ? 'bulkMail.stoppedLate' : 'bulkMail.takenBackLate';
      return notifyNote(t(text, { done: format.count(done), total: format.count(total) }));
    }
    if (place === 'window') notifyDone(t('bulkMail.stopped'));
    else notifyDone(t(place === 'beside' ? 'bulkMail.takenBackBeside' : 'bulkMail.takenBack'));
  };
  const back = async (id: string, { ended, ...text }: Written) => {
    const asked = await untilDone(
      () => mutateAsync(id),
      (error) => notifyProblem(error, t),
    );
    endWayBack(id);
    // All of them are written: there is nothing to go on with.
    if (asked.state === 'done') return notifyNote(t('bulkMail.tooLate'));
    await ended;
    const over = endOf(asked);
    let isTold = false;
    const place = await putBack(kind, text, (error) => {
      isTold = true;
      const problem = toTell(error);
      if (problem) notifyProblem(problem, t);
      else notifyNote(t('bulkMail.notKeptYet'));
      // What became of the mails does not wait for the draft.
      void over.then((job) => tell(job, 'window'));
    });
    void client.invalidateQueries({ queryKey: ['drafts', 'all'] });
    const job = await over;
    if (!isTold) tell(job, place);
    // In its form it stands before its author, and what he threw away is nowhere.
    else if (place === 'draft' || place === 'beside') notifyDone(t('bulkMail.keptAfterAll'));
  };
  return (job: string, written: Written): Promise<void> =>
    back(job, written).catch((error: unknown) => notifyProblem(error, t));
}

/** What a job came to that is to stop: it writes the mails first that it has in hand. */
async function endOf(asked: Job): Promise<Job> {
  let job = asked;
  for (let looks = 0; job.finished_at === null && looks < LOOKS_MAX; looks++) {
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
    // Where nobody answers, what is known is told.
    job = await findJob(job.id).catch(() => job);
  }
  return job;
}
