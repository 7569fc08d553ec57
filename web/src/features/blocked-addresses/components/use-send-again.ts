import { useTranslation } from 'react-i18next';
import { useConfirm } from '@/components/confirm/ConfirmProvider';
import { notifyDone, notifyProblem } from '@/components/problem/notify';
import type { Incident } from '@/lib/api/types';
import { useFormat } from '@/lib/format/use-format';
import { useSendIncidentAgain } from '../api/incidents';

type Failed = Pick<Incident, 'id' | 'failed'>;

/** Whether something failed for an incident that can be sent again. */
export const isAnyLeft = ({ failed }: Failed) => failed.count > 0 || failed.more;

/** What the button says that sends again what failed for an incident. */
export function useAgainAction() {
  const { t } = useTranslation();
  const format = useFormat();
  return ({ failed }: Failed) => {
    if (!failed.more) return t('incidents.againAction', { count: failed.count });
    // Nobody looked as far as those that are left.
    if (failed.count === 0) return t('incidents.againActionRest');
    return t('incidents.againActionMore', { total: format.count(failed.count) });
  };
}

/** Asks whether what failed for an incident is to be sent again, and has it done. */
export function useSendAgain() {
  const { t } = useTranslation();
  const confirm = useConfirm();
  const format = useFormat();
  const again = useSendIncidentAgain();
  const action = useAgainAction();
  const title = ({ count, more }: Incident['failed']) => {
    if (!more) return t('incidents.againTitle', { count });
    if (count === 0) return t('incidents.againTitleRest');
    return t('incidents.againTitleMore', { total: format.count(count) });
  };
  return async (incident: Failed) => {
    const { id, failed } = incident;
    const question = {
      title: title(failed),
      text: t('incidents.againText'),
      action: action(incident),
      harmless: true,
    };
    if (!(await confirm(question))) return;
    again.mutate(id, {
      onSuccess: () => notifyDone(t('jobs.begun')),
      onError: (error) => notifyProblem(error, t),
    });
  };
}
