import { StatusDot, type Tone } from '@/components/status/StatusDot';
import type { CaseRow, CaseStatus } from '@/lib/api/types';
import { useStatuses } from '@/lib/requests/statuses';
import { useStatusName } from '@/lib/statuses/status-choices';

const TONES: Record<CaseStatus, Tone> = {
  open: 'busy',
  waiting: 'wait',
  closed: 'quiet',
  spam: 'bad',
  deleted: 'quiet',
  merged: 'quiet',
};

/** Where a case stands, in the organisation's own words. */
export function CaseStatusDot({ shown }: { shown: Pick<CaseRow, 'status' | 'status_id' | 'status_name'> }) {
  const nameOf = useStatusName();
  const own = useStatuses().find(({ id }) => id === shown.status_id);
  return (
    <StatusDot tone={TONES[shown.status]} colour={own?.colour}>
      {nameOf(shown)}
    </StatusDot>
  );
}
