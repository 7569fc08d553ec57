// A ready mail is gone on with in the house's own new mail.
import { useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { notifyProblem } from '@/components/problem/notify';
import { newSendKey } from '@/lib/mail/send-key';
import { useBeginMail } from './api/new-mail';
import type { DnsMail } from './dns-mail';

/** Opens a new mail with this subject and text. */
export function useSendFromHere() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const start = useBeginMail();
  const begin = async (mail: DnsMail): Promise<void> => {
    const key = newSendKey();
    try {
      await start.mutateAsync({ ...mail, mail_key: key });
      await navigate({ to: '/cases/start', search: { mail: key } });
    } catch (error) {
      notifyProblem(error, t);
    }
  };
  return { begin, isPending: start.isPending };
}
