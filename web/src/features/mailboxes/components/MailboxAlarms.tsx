import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { IconAlert } from '@/components/icons';
import { useFormat } from '@/lib/format/use-format';
import { textOf } from '@/lib/i18n/text';
import { useMay } from '@/lib/session/SessionContext';
import { useMailboxAlarms } from '../api/list-alarms';
import classes from './MailboxAlarms.module.css';

/** Tells on every page that mail does not come in, to those who can do something about it. */
export function MailboxAlarms() {
  const { t } = useTranslation();
  const format = useFormat();
  const alarms = useMailboxAlarms(useMay('mailboxes'));
  const [first, ...others] = alarms ?? [];
  if (!first) return null;
  const { address, last_success_at: last } = first;
  return (
    <section className={classes.bar} role="alert" aria-label={t('mailboxes.alarm.label')}>
      <IconAlert size={18} aria-hidden />
      <p className={classes.text}>
        <strong>
          {last
            ? t('mailboxes.alarm.since', { address, when: format.relative(last) })
            : t('mailboxes.alarm.never', { address })}
        </strong>{' '}
        {first.error_code && textOf(`mailboxes.cure.${first.error_code}`)}{' '}
        {others.length > 0 && t('mailboxes.alarm.others', { count: others.length })}
      </p>
      <Link to="/email/mailboxes" search={{ open: first.id }}>
        {t('mailboxes.alarm.open')}
      </Link>
    </section>
  );
}
