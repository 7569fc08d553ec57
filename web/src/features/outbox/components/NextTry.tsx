import { useTranslation } from 'react-i18next';
import { Time } from '@/components/time/Time';
import type { Outbox } from '@/lib/api/types';

/**
 * When a mail is tried next, as the mail itself says it: what holds it up may end behind its own time. What is stopped waits for a
 * person, and so does all mail while it is.
 */
export function NextTry({ mail, allStopped }: { mail: Outbox; allStopped: boolean }) {
  const { t } = useTranslation();
  if (allStopped && mail.state === 'queued' && !mail.deleted_at) return t('outbox.stop.waits');
  return <Time at={mail.held_at || mail.deleted_at ? null : mail.goes_at} as="relative" />;
}
