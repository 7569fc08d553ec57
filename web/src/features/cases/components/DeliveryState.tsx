import { useTranslation } from 'react-i18next';
import { StatusDot, type Tone } from '@/components/status/StatusDot';
import type { Message, OutboxState } from '@/lib/api/types';
import { useFormat } from '@/lib/format/use-format';
import { isPlanned } from '@/lib/mail/planned';
import { PENDING } from '../api/send-reply';
import type { PartFailed } from '../failures';
import { KEPT, keptBy } from '../kept';

const TONES: Record<OutboxState, Tone> = { queued: 'wait', sending: 'busy', sent: 'good', failed: 'bad' };

type Props = {
  message: Message;
  /** How many of its recipients are without it, where it is not all of them. */
  part?: PartFailed;
};

/** How far a sent message has come; nothing for what was received. */
export function DeliveryState({ message, part }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const { delivery } = message;
  if (!delivery) return null;
  if (message.id.startsWith(PENDING)) return <StatusDot tone="busy">{t('delivery.pending')}</StatusDot>;
  const kept = delivery.state === 'queued' ? keptBy(delivery) : undefined;
  if (kept) return <StatusDot tone="quiet">{t(KEPT[kept])}</StatusDot>;
  if (delivery.state === 'queued' && isPlanned(delivery)) {
    return <StatusDot tone="wait">{t('delivery.planned')}</StatusDot>;
  }
  if (part?.failed === 0) return <StatusDot tone="quiet">{t('outboxState.sentAnew')}</StatusDot>;
  const retried = delivery.state === 'queued' && delivery.words && delivery.next_attempt_at;
  const text = retried
    ? t('delivery.queuedUntil', { when: format.relative(delivery.next_attempt_at ?? '') })
    : part
      ? t('delivery.partFailed', { ...part })
      : t(`delivery.${delivery.state}`);
  return (
    <span role="status">
      <StatusDot tone={TONES[delivery.state]}>{text}</StatusDot>
    </span>
  );
}
