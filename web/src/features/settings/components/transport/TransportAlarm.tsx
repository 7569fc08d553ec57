import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { IconAlert } from '@/components/icons';
import { api, take } from '@/lib/api/client';
import { useMay } from '@/lib/session/SessionContext';
import { whatStops } from '../../transport-alarm';
import classes from './TransportAlarm.module.css';

/** Tells on every page that no mail leaves, to those who can do something about it. */
export function TransportAlarm() {
  const { t } = useTranslation();
  const transport = useQuery({
    queryKey: ['transport'],
    queryFn: () => take(api.GET('/transport')),
    refetchInterval: 60_000,
    enabled: useMay('mailboxes'),
  });
  const stops = whatStops(transport.data);
  if (!stops) return null;
  return (
    <section className={classes.bar} role="alert" aria-label={t('transport.alarm.label')}>
      <IconAlert size={18} aria-hidden />
      <p className={classes.text}>
        <strong>{t('transport.alarm.label')}</strong> {t(`transport.alarm.${stops}`)}
      </p>
      <Link to="/settings/outgoing">{t('transport.alarm.open')}</Link>
    </section>
  );
}
