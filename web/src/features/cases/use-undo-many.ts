// Takes mails to many back before the first is written: what was written is a draft again. Works also when its form is no
// longer on the screen.
import { useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { notifyDone, notifyNote, notifyProblem } from '@/components/problem/notify';
import type { DraftInput } from '@/lib/api/types';
import { useFormat } from '@/lib/format/use-format';
import { MANY, type Many } from '@/lib/mail/many';
import { newSendKey } from '@/lib/mail/send-key';
import { useCancelJob } from '@/lib/requests/cancel-job';
import { findNewDraft, keepNewDraft } from './api/start-case';

type Written = {
  draft: DraftInput;
  /** Ends when its draft has ended. */
  ended: Promise<unknown>;
};

export function useUndoMany(kind: Many) {
  const { t } = useTranslation();
  const format = useFormat();
  const client = useQueryClient();
  const { mutateAsync } = useCancelJob();
  const back = async (job: string, { draft, ended }: Written) => {
    const stopped = await mutateAsync(job);
    await ended;
    // What was begun there since is not written over: then it lies beside it, among the first mails.
    const name = (await findNewDraft(MANY[kind])) ? newSendKey() : MANY[kind];
    await keepNewDraft(name, draft);
    void client.invalidateQueries({ queryKey: ['drafts'] });
    const { done, total, state } = stopped;
    if (state === 'cancelled' && done === 0) notifyDone(t('bulkMail.takenBack'));
    else notifyNote(t('bulkMail.takenBackLate', { done: format.count(done), total: format.count(total) }));
  };
  return (job: string, written: Written) =>
    void back(job, written).catch((error: unknown) => notifyProblem(error, t));
}
