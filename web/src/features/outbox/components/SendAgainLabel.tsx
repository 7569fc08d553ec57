import { useTranslation } from 'react-i18next';
import type { Delivery, Outbox } from '@/lib/api/types';

type Props = {
  mail: Pick<Outbox, 'sent_anew'> & { deliveries: Pick<Delivery, 'recipient' | 'state' | 'unasked'>[] };
};

/** What the button says that sends a mail again: to whom it goes, where that is not everybody. */
export function SendAgainLabel({ mail: { deliveries: all, sent_anew } }: Props) {
  const { t } = useTranslation();
  const deliveries = all.filter(({ unasked }) => !unasked);
  if (sent_anew) return t('outbox.sendAllTheSame');
  const [first, ...more] = deliveries.filter(({ state }) => state === 'failed');
  if (!first || deliveries.length === more.length + 1) return t('outbox.send');
  return more.length > 0
    ? t('outbox.sendToSome', { count: more.length + 1 })
    : t('outbox.sendTo', { address: first.recipient });
}
