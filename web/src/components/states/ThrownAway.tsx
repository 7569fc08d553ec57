import { useTranslation } from 'react-i18next';
import { useFormat } from '@/lib/format/use-format';
import { useThrownAwayAt } from '@/lib/requests/bins';

type Props = { bin: 'cases' | 'spam' | 'queues' /** Since when it lies there. */; since: string | null };

/** When what lies in a bin is removed for good; nothing for what does not. */
export function ThrownAway({ bin, since }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const over = useThrownAwayAt(bin, since);
  return over ? <span>{t('bins.thrownAway', { when: format.full(over) })}</span> : null;
}
