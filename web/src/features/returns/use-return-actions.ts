import { useTranslation } from 'react-i18next';
import { useConfirm } from '@/components/confirm/ConfirmProvider';
import { notifyBulk, notifyDone, notifyProblem } from '@/components/problem/notify';
import { notifyWithUndo } from '@/components/problem/UndoNotice';
import type { ReturnToReview } from '@/lib/api/types';
import { useMatchReturn, useReviewReturns, useUnmatchReturn } from './api/returns';

/** What is done with returns that somebody looks at. */
export function useReturnActions() {
  const { t } = useTranslation();
  const confirm = useConfirm();
  const review = useReviewReturns();
  const match = useMatchReturn();
  const unmatch = useUnmatchReturn();
  const onError = (error: unknown) => notifyProblem(error, t);
  /** They leave the list, and nothing else follows. */
  const finish = (ids: string[], after: () => void) =>
    review.mutate(ids, {
      onSuccess: (outcome) => {
        notifyBulk(outcome, (count) => t('returnedMail.finished', { count }), t);
        after();
      },
      onError,
    });
  /** The report counts from now on as one that named the mail. */
  const matchTo = async ({ id, address, proposed }: ReturnToReview, after: () => void) => {
    if (!proposed) return;
    const subject = proposed.subject || t('common.noSubject');
    const question = {
      title: t('returnedMail.matchTitle'),
      text: t('returnedMail.matchText', { subject, address }),
      action: t('returnedMail.match'),
    };
    if (!(await confirm(question))) return;
    match.mutate(
      { id, outbox: proposed.outbox_id },
      {
        onSuccess: () => {
          notifyWithUndo({
            message: t('returnedMail.matched', { subject }),
            label: t('reply.undo'),
            onUndo: () =>
              unmatch.mutate(
                { outbox_id: proposed.outbox_id, address },
                { onSuccess: () => notifyDone(t('returnedMail.takenBack')), onError },
              ),
          });
          after();
        },
        onError,
      },
    );
  };
  return { finish, matchTo, finishing: review.isPending, matching: match.isPending };
}
