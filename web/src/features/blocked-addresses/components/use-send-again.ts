import { useTranslation } from 'react-i18next';
import { useConfirm } from '@/components/confirm/ConfirmProvider';
import { notifyDone, notifyProblem } from '@/components/problem/notify';
import type { Incident } from '@/lib/api/types';
import { useFormat } from '@/lib/format/use-format';
import { useSendIncidentAgain } from '../api/incidents';

type Failed = Pick<Incident, 'id' | 'failed'>;

/** What the button says that sends again what failed for an incident. */
export function useAgainAction() {
  const { t } = useTranslation();
  const format = useFormat();
  return ({ failed }: Failed) =>
    failed.more
      ? t('incidents.againActionMore', { total: format.count(failed.count) })
      : t('incidents.againAction', { count: failed.count });
}

/** Asks whether what failed for an incident is to be sent again, and has it done. */
export function useSendAgain() {
  const { t } = useTranslation();
  const confirm = useConfirm();
  const format = useFormat();
  const again = useSendIncidentAgain();
  const action = useAgainAction();
  return async (incident: Failed) => {
    const { id, failed } = incident;
    const question = {
      title: failed.more
        ? t('incidents.againTitleMore', { total: format.count(failed.count) })
        : t('incidents.againTitle', { count: failed.count }),
      text: t('incidents.againText'),
      action: action(incident),
    };
    if (!(await confirm(question))) return;
    again.mutate(id, {
      onSuccess: () => notifyDone(t('jobs.begun')),
      onError: (error) => notifyProblem(error, t),
    });
  };
}
