import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { IconAlert } from '@/components/icons';
import { useMay } from '@/lib/session/SessionContext';
import { useSenderDomainAlarms } from '../api/sender-domains';
import { isOff } from '../standing';
import classes from './SenderDomainAlarms.module.css';

/** Tells on every page what is wrong with a domain that was in order, to those who can do something about it. */
export function SenderDomainAlarms() {
  const { t } = useTranslation();
  const [first, ...others] = useSenderDomainAlarms(useMay('mailboxes')) ?? [];
  if (!first) return null;
  const { id, name, kind } = first;
  const off = isOff({ ...first, switched_off_at: first.switched_off_at ?? null });
  return (
    <section className={classes.bar} role="alert" aria-label={t('senderDomains.alarm.label')}>
      <IconAlert size={18} aria-hidden />
      <p className={classes.text}>
        {t(`senderDomains.alarm.${kind !== 'key' ? kind : off ? 'off' : 'warning'}`, { name })}{' '}
        {others.length > 0 && t('senderDomains.alarm.others', { count: others.length })}
      </p>
      <Link to="/settings/sender-domains/$domainId" params={{ domainId: id }}>
        {t('senderDomains.alarm.open')}
      </Link>
    </section>
  );
}
