import { useTranslation } from 'react-i18next';
import { useConfirm } from '@/components/confirm/ConfirmProvider';
import { notifyDone, notifyProblem } from '@/components/problem/notify';
import { useSendIncidentAgain } from '../api/incidents';

/** Asks whether what failed for an incident is to be sent again, and has it done. */
export function useSendAgain() {
  const { t } = useTranslation();
  const confirm = useConfirm();
  const again = useSendIncidentAgain();
  return async (id: string, count: number) => {
    const question = {
      title: t('incidents.againTitle', { count }),
      text: t('incidents.againText'),
      action: t('incidents.againAction', { count }),
    };
    if (!(await confirm(question))) return;
    again.mutate(id, {
      onSuccess: () => notifyDone(t('jobs.begun')),
      onError: (error) => notifyProblem(error, t),
    });
  };
}
