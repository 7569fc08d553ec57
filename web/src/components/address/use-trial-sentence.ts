// How the trial of a blocked address stands, in words.
import { useTranslation } from 'react-i18next';
import type { AddressTrial, BlockScope } from '@/lib/api/types';
import { useFormat } from '@/lib/format/use-format';

export function useTrialSentence(): (trial: AddressTrial, scope: BlockScope | null) => string {
  const { t } = useTranslation();
  const format = useFormat();
  return (trial, scope) => {
    const until = format.day(trial.until);
    if (trial.outbox_id === null) return t(`blockedAddresses.trial.waits.${scope ?? 'all'}`, { until });
    if (trial.taken_at === null) return t('blockedAddresses.trial.underWay');
    const taken = format.day(trial.taken_at);
    return t(trial.by_mail ? 'blockedAddresses.trial.arrived' : 'blockedAddresses.trial.stays', {
      taken,
      until,
    });
  };
}
