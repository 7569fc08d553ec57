import { useTranslation } from 'react-i18next';
import { Time } from '@/components/time/Time';
import type { Outbox } from '@/lib/api/types';
import { useFormat } from '@/lib/format/use-format';
import { isPlanned } from '@/lib/mail/planned';

/**
 * When a mail is tried next, as the mail itself says it: what holds it up may end behind its own time. What is stopped waits for a
 * person, and so does all mail while it is. Of what is to be sent later no try is told, but when it goes.
 */
export function NextTry({ mail, allStopped }: { mail: Outbox; allStopped: boolean }) {
  const { t } = useTranslation();
  const format = useFormat();
  if (allStopped && mail.state === 'queued' && !mail.deleted_at) return t('outbox.stop.waits');
  const at = mail.held_at || mail.deleted_at ? null : mail.goes_at;
  if (at && isPlanned(mail)) {
    return <span title={format.full(at)}>{t('outbox.planned', { when: format.relative(at) })}</span>;
  }
  return <Time at={at} as="relative" />;
}
