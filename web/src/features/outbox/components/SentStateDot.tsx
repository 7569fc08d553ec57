import { useTranslation } from 'react-i18next';
import { StatusDot, type Tone } from '@/components/status/StatusDot';
import type { Outbox } from '@/lib/api/types';

type Standing = 'sent' | 'trying' | 'soon' | 'planned' | 'stopped' | 'returned';

const TONES: Record<Standing, Tone> = {
  sent: 'good',
  trying: 'wait',
  soon: 'busy',
  planned: 'wait',
  stopped: 'quiet',
  returned: 'bad',
};

/** What became of a mail, in the words of whoever wrote it. */
export function SentStateDot({ mail }: { mail: Outbox }) {
  const { t } = useTranslation();
  const standing = standingOf(mail);
  return <StatusDot tone={TONES[standing]}>{t(`sent.state.${standing}`)}</StatusDot>;
}

function standingOf({ state, attempts, held_at, planned_at }: Outbox): Standing {
  if (state === 'sent') return 'sent';
  if (state === 'failed') return 'returned';
  if (held_at) return 'stopped';
  if (attempts > 0) return state === 'sending' && attempts === 1 ? 'soon' : 'trying';
  return planned_at ? 'planned' : 'soon';
}
