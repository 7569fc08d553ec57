import { useTranslation } from 'react-i18next';
import { StatusDot, type Tone } from '@/components/status/StatusDot';
import type { Outbox, OutboxState } from '@/lib/api/types';
import { isPlanned } from '@/lib/mail/planned';
import { isHeldForDomains } from '../kept';

const TONES: Record<OutboxState, Tone> = { queued: 'wait', sending: 'busy', sent: 'good', failed: 'bad' };

type Props = {
  state: OutboxState;
  deleted?: boolean;
  held?: boolean;
  planned?: boolean;
  /** At how many of its recipients a mail failed, whatever becomes of the others. */
  failed?: number;
  /** How many recipients it has. */
  all?: number;
  /** Whether another went in its place since. */
  sentAnew?: boolean;
};

/** Where a mail, or its way to one recipient, stands. */
export function OutboxStateDot({ state, deleted, held, planned, failed = 0, all = 0, sentAnew }: Props) {
  const { t } = useTranslation();
  if (deleted) return <StatusDot tone="quiet">{t('intakeState.deleted')}</StatusDot>;
  if (state === 'queued' && held) return <StatusDot tone="quiet">{t('outboxState.held')}</StatusDot>;
  if (state === 'queued' && planned) return <StatusDot tone="wait">{t('outboxState.planned')}</StatusDot>;
  const isPart = failed > 0 && (state === 'queued' || state === 'sending');
  if (isPart) return <StatusDot tone="bad">{t('outboxState.partlyFailed', { count: failed })}</StatusDot>;
  if (sentAnew) return <StatusDot tone="quiet">{t('outboxState.sentAnew')}</StatusDot>;
  if (state === 'failed' && failed > 0 && failed < all)
    return <StatusDot tone="bad">{t('outboxState.failedOf', { failed, all })}</StatusDot>;
  return <StatusDot tone={TONES[state]}>{t(`outboxState.${state}`)}</StatusDot>;
}

/** Where a mail of the outbox stands, with all its recipients. */
export function MailStateDot({ mail }: { mail: Outbox }) {
  return (
    <OutboxStateDot
      state={mail.state}
      deleted={mail.deleted_at !== null}
      held={mail.held_at !== null || isHeldForDomains(mail)}
      planned={isPlanned(mail)}
      failed={mail.failed_recipients}
      all={mail.recipients.length}
      sentAnew={mail.sent_anew}
    />
  );
}
