import { useTranslation } from 'react-i18next';
import { StatusDot, type Tone } from '@/components/status/StatusDot';
import type { CaseStatus } from '@/lib/api/types';

const TONES: Record<CaseStatus, Tone> = {
  open: 'busy',
  waiting: 'wait',
  closed: 'quiet',
  spam: 'bad',
  deleted: 'quiet',
  merged: 'quiet',
};

/** Where a case stands. */
export function CaseStatusDot({ status }: { status: CaseStatus }) {
  const { t } = useTranslation();
  return <StatusDot tone={TONES[status]}>{t(`status.${status}`)}</StatusDot>;
}
