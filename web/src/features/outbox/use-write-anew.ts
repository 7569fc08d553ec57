import { useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useConfirm } from '@/components/confirm/ConfirmProvider';
import { notifyProblem } from '@/components/problem/notify';
import { ApiProblem } from '@/lib/api/problem';
import { useWriteAnew } from './api/change-sent';

/** Begins a new mail with one that was sent; asks first where another was begun. */
export function useAnew() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const confirm = useConfirm();
  const anew = useWriteAnew();
  const begin = async (id: string, replace = false): Promise<void> => {
    try {
      await anew.mutateAsync({ id, replace });
      await navigate({ to: '/cases/start' });
    } catch (error) {
      if (replace || !(error instanceof ApiProblem && error.code === 'draft.begun')) {
        notifyProblem(error, t);
        return;
      }
      const question = {
        title: t('sent.replaceTitle'),
        text: t('sent.replaceText'),
        action: t('sent.replace'),
      };
      if (await confirm(question)) await begin(id, true);
    }
  };
  return { begin, isPending: anew.isPending };
}
