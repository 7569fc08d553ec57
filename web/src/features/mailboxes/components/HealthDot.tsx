import { useTranslation } from 'react-i18next';
import { StatusDot, type Tone } from '@/components/status/StatusDot';
import type { MailboxHealth } from '@/lib/api/types';

const TONES: Record<MailboxHealth['state'], Tone> = {
  new: 'quiet',
  ok: 'good',
  failing: 'bad',
  paused: 'quiet',
  listening: 'good',
  sign_in: 'wait',
};

/** How a mailbox fares. */
export function HealthDot({ health }: { health: MailboxHealth }) {
  const { t } = useTranslation();
  return <StatusDot tone={TONES[health.state]}>{t(`health.${health.state}`)}</StatusDot>;
}
