import { useTranslation } from 'react-i18next';
import { notifyBulk, notifyDone, notifyProblem } from '@/components/problem/notify';
import { notifyWithUndo } from '@/components/problem/UndoNotice';
import type { ReturnToReview } from '@/lib/api/types';
import { useMatchReturn, useReviewReturns, useUnmatchReturn } from './api/returns';

/** Of what came back: whom it is about, and how it became known. */
export type Told = { address: string; source: ReturnToReview['source'] };

/** What is done with returns that somebody looks at. */
export function useReturnActions() {
  const { t } = useTranslation();
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
  /** It is about no mail after all, and waits again. */
  const takeBack = ({ address, source }: Told, outbox_id: string, after?: () => void) =>
    unmatch.mutate(
      // Of one mail both may be said.
      { outbox_id, address, complaint: source === 'complaint' },
      {
        onSuccess: () => {
          notifyDone(t('returnedMail.takenBack'));
          after?.();
        },
        onError,
      },
    );
  /** The report counts from now on as one that named the mail. It is not asked about, since it can be taken back. */
  const matchTo = (row: ReturnToReview, after: () => void, whom?: string) => {
    const { id, proposed, source } = row;
    const address = row.address ?? whom;
    if (!proposed || !address) return;
    const subject = proposed.subject || t('common.noSubject');
    match.mutate(
      { id, outbox: proposed.outbox_id, address: whom },
      {
        onSuccess: () => {
          notifyWithUndo({
            message: t('returnedMail.matched', { subject }),
            label: t('reply.undo'),
            onUndo: () => takeBack({ address, source }, proposed.outbox_id),
          });
          after();
        },
        onError,
      },
    );
  };
  return {
    finish,
    matchTo,
    takeBack,
    finishing: review.isPending,
    matching: match.isPending,
    takingBack: unmatch.isPending,
  };
}
