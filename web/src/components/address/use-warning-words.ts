import { useTranslation } from 'react-i18next';
import type { AddressWarning } from '@/lib/api/types';
import { useFormat } from '@/lib/format/use-format';
import { useCauseWords } from './use-cause-words';

/** What is to be known of an address before it is written to, as a sentence. */
export function useWarningWords(): (warning: AddressWarning) => string {
  const { t } = useTranslation();
  const format = useFormat();
  const cause = useCauseWords();
  return (warning) => {
    const { address, scope, trial, blocked_at, last_return_at, returns } = warning;
    if (scope !== null && trial)
      return t(`addressWarning.trial.${trial}.${scope}`, { address, cause: cause(warning) });
    if (scope !== null)
      return t(`addressWarning.blocked.${scope}`, {
        address,
        cause: cause(warning),
        when: blocked_at ? format.day(blocked_at) : '–',
      });
    return t('addressWarning.returns', {
      address,
      count: returns,
      cause: cause(warning),
      when: last_return_at ? format.day(last_return_at) : '–',
    });
  };
}
