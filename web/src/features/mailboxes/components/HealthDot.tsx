import { useTranslation } from 'react-i18next';
import { StatusDot, type Tone } from '@/components/status/StatusDot';
import type { Mailbox, MailboxHealth } from '@/lib/api/types';
import { standingOf } from '@/lib/oauth/standing';

const TONES: Record<MailboxHealth['state'], Tone> = {
  new: 'quiet',
  ok: 'good',
  failing: 'bad',
  paused: 'quiet',
  listening: 'good',
  sign_in: 'wait',
};

/** How a mailbox fares; a sign-in that will end, or has ended, is told while mail still comes in. */
export function HealthDot({ mailbox }: { mailbox: Mailbox }) {
  const { t } = useTranslation();
  const { health, oauth } = mailbox;
  const standing = oauth && standingOf(oauth);
  const ends = standing && ['expiring', 'ended', 'revoked', 'secret_expired'].includes(standing);
  if (health.state === 'ok' && ends)
    return (
      <StatusDot tone={standing === 'expiring' ? 'wait' : 'bad'}>{t(`oauth.state.${standing}`)}</StatusDot>
    );
  return <StatusDot tone={TONES[health.state]}>{t(`health.${health.state}`)}</StatusDot>;
}
