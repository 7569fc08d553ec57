// A ready mail is gone on with in the house's own new mail.
import { useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useConfirm } from '@/components/confirm/ConfirmProvider';
import { notifyProblem } from '@/components/problem/notify';
import { Begun, useBeginMail } from './api/new-mail';
import type { DnsMail } from './dns-mail';

/** Opens the new mail with this subject and text; asks first where another was begun. */
export function useSendFromHere() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const confirm = useConfirm();
  const start = useBeginMail();
  const begin = async (mail: DnsMail, replace = false): Promise<void> => {
    try {
      await start.mutateAsync({ ...mail, replace });
      await navigate({ to: '/cases/start' });
    } catch (error) {
      if (!(error instanceof Begun)) {
        notifyProblem(error, t);
        return;
      }
      const question = {
        title: t('sent.replaceTitle'),
        text: t('sent.replaceText'),
        action: t('sent.replace'),
      };
      if (await confirm(question)) await begin(mail, true);
    }
  };
  return { begin, isPending: start.isPending };
}
