import { useTranslation } from 'react-i18next';
import { StatusDot, type Tone } from '@/components/status/StatusDot';
import type { OutboxState } from '@/lib/api/types';

const TONES: Record<OutboxState, Tone> = { queued: 'wait', sending: 'busy', sent: 'good', failed: 'bad' };

/** Where a mail, or its way to one recipient, stands. */
export function OutboxStateDot({ state, deleted }: { state: OutboxState; deleted?: boolean }) {
  const { t } = useTranslation();
  if (deleted) return <StatusDot tone="quiet">{t('intakeState.deleted')}</StatusDot>;
  return <StatusDot tone={TONES[state]}>{t(`outboxState.${state}`)}</StatusDot>;
}
