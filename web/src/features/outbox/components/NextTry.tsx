import { useTranslation } from 'react-i18next';
import { Time } from '@/components/time/Time';
import type { Outbox } from '@/lib/api/types';
import { readable } from '@/lib/format/domain-name';
import { useFormat } from '@/lib/format/use-format';
import { isPlanned } from '@/lib/mail/planned';
import { isHeldForDomains } from '../kept';

/**
 * When a mail is tried next, as the mail itself says it: what holds it up may end behind its own time. What is stopped waits for a
 * person, and so does all mail while it is, or all to its domains. Of what is to be sent later no try is told, but when it goes.
 */
export function NextTry({ mail, allStopped }: { mail: Outbox; allStopped: boolean }) {
  const { t } = useTranslation();
  const format = useFormat();
  if (allStopped && mail.state === 'queued' && !mail.deleted_at) return t('outbox.stop.waits');
  if (!mail.held_at && !mail.deleted_at && isHeldForDomains(mail)) {
    const domains = readable(mail.held_for.join(', '));
    return <span title={t('outbox.holds.waitsFor', { domains })}>{t('outbox.holds.waits')}</span>;
  }
  const at = mail.held_at || mail.deleted_at ? null : mail.goes_at;
  if (at && isPlanned(mail)) {
    return <span title={format.full(at)}>{t('outbox.planned', { when: format.relative(at) })}</span>;
  }
  return <Time at={at} as="relative" />;
}
