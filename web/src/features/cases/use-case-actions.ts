import { useTranslation } from 'react-i18next';
import { notifyBulk, notifyProblem } from '@/components/problem/notify';
import type { BulkOutcome } from '@/lib/api/types';
import { useKeptFor } from '@/lib/requests/bins';
import { type CasesChange, useChangeCases } from './api/change-cases';
import { useDeleteCases } from './api/delete-cases';
import { useMergeCases } from './api/merge-cases';
import { useRestoreCases } from './api/restore-cases';
import { useSpamCases } from './api/spam-cases';

type Done = () => void;

/** What is done to selected cases, each with its message; `done` is called when the server has answered. */
export function useCaseActions() {
  const { t } = useTranslation();
  const changing = useChangeCases();
  const spam = useSpamCases();
  const bin = useDeleteCases();
  const unbin = useRestoreCases();
  const merging = useMergeCases();
  const answers = (text: (count: number) => string, done?: Done) => ({
    onSuccess: (outcome: BulkOutcome) => {
      notifyBulk(outcome, text, t);
      done?.();
    },
    onError: (error: unknown) => notifyProblem(error, t),
  });
  const kept = useKeptFor('cases');
  const binned = (count: number) => `${t('caseActions.binned', { count })}${kept}`;
  return {
    change: (change: CasesChange, done?: Done) =>
      changing.mutate(
        change,
        answers((count) => t('caseActions.changed', { count }), done),
      ),
    spam: (ids: string[], done?: Done) =>
      spam.mutate(
        ids,
        answers((count) => t('caseActions.spammed', { count }), done),
      ),
    remove: (ids: string[], done?: Done) => bin.mutate(ids, answers(binned, done)),
    restore: (ids: string[], done?: Done) =>
      unbin.mutate(
        ids,
        answers((count) => t('caseActions.restored', { count }), done),
      ),
    merge: (ids: string[], into: string, done?: Done) =>
      merging.mutate(
        { ids, into },
        answers((count) => t('caseActions.merged', { count }), done),
      ),
  };
}
