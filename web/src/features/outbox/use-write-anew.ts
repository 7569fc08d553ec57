import { useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { notifyDone, notifyProblem } from '@/components/problem/notify';
import type { SentDetail } from '@/lib/api/types';
import { newSendKey } from '@/lib/mail/send-key';
import { useRewriteSent, useWriteAnew } from './api/change-sent';

/** Begins a new mail with one that was sent, to another address where one is given. */
export function useAnew() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const anew = useWriteAnew();
  const begin = async (id: string, to?: string): Promise<void> => {
    const mail = newSendKey();
    try {
      await anew.mutateAsync({ id, mail_key: mail, to });
      await navigate({ to: '/cases/start', search: { mail } });
    } catch (error) {
      notifyProblem(error, t);
    }
  };
  return { begin, isPending: anew.isPending };
}

/** Writes a mail that did not arrive to another address: in its case, and as a new mail where it is of none. */
export function useReaddress({ id, message }: SentDetail) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const anew = useAnew();
  const rewrite = useRewriteSent();
  const begin = async (address: string, lasting = false): Promise<void> => {
    if (!message) return anew.begin(id, address);
    try {
      await rewrite.mutateAsync({ id: message.case_id, mid: message.id, address, lasting });
      await navigate({ to: '/cases/$caseId', params: { caseId: message.case_id } });
      notifyDone(t('failure.rewritten'));
    } catch (error) {
      notifyProblem(error, t);
    }
  };
  return { begin, isPending: anew.isPending || rewrite.isPending };
}
