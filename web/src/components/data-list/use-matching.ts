// Actions on all rows that fit, loaded or not: asked about, then done by a job of the server.
import { useTranslation } from 'react-i18next';
import { type Matching, useStartJob } from '@/lib/requests/start-job';
import { useConfirm } from '../confirm/ConfirmProvider';
import { notifyDone, notifyProblem } from '../problem/notify';

/** The action, and what the list shows. */
type Wish = Matching & {
  /** How many rows fit, in words. */
  all: string;
  /** The button's text. */
  verb: string;
  clear: () => void;
};

/** Begins such a job when the user has said yes. */
export function useMatching() {
  const { t } = useTranslation();
  const confirm = useConfirm();
  const start = useStartJob();
  return async ({ all, verb, clear, ...matching }: Wish) => {
    const question = {
      title: `${verb}: ${all}?`,
      text: t('jobs.askHint'),
      action: verb,
      harmless: !matching.action.endsWith('/delete/matching'),
    };
    if (!(await confirm(question))) return;
    start.mutate(matching, {
      onSuccess: () => {
        notifyDone(t('jobs.begun'));
        clear();
      },
      onError: (error) => notifyProblem(error, t),
    });
  };
}
