import { useTranslation } from 'react-i18next';
import { StatusDot, type Tone } from '@/components/status/StatusDot';
import type { Intake } from '@/lib/api/types';

const TONES: Record<Intake['state'], Tone> = {
  stored: 'wait',
  placed: 'good',
  blocked: 'quiet',
  failed: 'bad',
  ignored: 'quiet',
  review: 'wait',
};

/** Where a mail on its way in stands. */
export function IntakeStateDot({ row }: { row: Pick<Intake, 'state' | 'deleted_at'> }) {
  const { t } = useTranslation();
  if (row.deleted_at) return <StatusDot tone="quiet">{t('intakeState.deleted')}</StatusDot>;
  return <StatusDot tone={TONES[row.state]}>{t(`intakeState.${row.state}`)}</StatusDot>;
}
