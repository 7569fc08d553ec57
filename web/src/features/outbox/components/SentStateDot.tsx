import { useTranslation } from 'react-i18next';
import { StatusDot, type Tone } from '@/components/status/StatusDot';
import type { Outbox } from '@/lib/api/types';
import type { Kept } from '@/lib/mail/plain-words';
import { isPlanned } from '@/lib/mail/planned';

type Standing = 'sent' | 'trying' | 'soon' | 'planned' | 'stopped' | 'returned' | 'anew';

const TONES: Record<Standing, Tone> = {
  sent: 'good',
  trying: 'wait',
  soon: 'busy',
  planned: 'wait',
  stopped: 'quiet',
  returned: 'bad',
  anew: 'quiet',
};

/** What became of a mail, in the words of whoever wrote it; while something else keeps it from being tried, that. */
export function SentStateDot({ mail, kept }: { mail: Outbox; kept?: Kept }) {
  const { t } = useTranslation();
  if (mail.state === 'queued' && kept && kept !== 'stopped') {
    return <StatusDot tone="quiet">{t(`delivery.${kept}`)}</StatusDot>;
  }
  const standing = standingOf(mail);
  const { failed_recipients: failed, recipients } = mail;
  if (standing === 'returned' && failed > 0 && failed < recipients.length)
    return <StatusDot tone="bad">{t('sent.state.returnedOf', { failed, all: recipients.length })}</StatusDot>;
  return <StatusDot tone={TONES[standing]}>{t(`sent.state.${standing}`)}</StatusDot>;
}

function standingOf(mail: Outbox): Standing {
  const { state, attempts, held_at } = mail;
  if (state === 'sent') return 'sent';
  if (state === 'failed') return mail.sent_anew ? 'anew' : 'returned';
  if (held_at) return 'stopped';
  if (attempts > 0) return state === 'sending' && attempts === 1 ? 'soon' : 'trying';
  return isPlanned(mail) ? 'planned' : 'soon';
}
