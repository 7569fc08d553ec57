import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { AlarmBar } from '@/components/transport/AlarmBar';
import { alarmOf, whatStops } from '@/components/transport/what-stops';
import { useFormat } from '@/lib/format/use-format';
import { useOwnTransport } from '../api/transport';

/** Tells on every page that one's own server takes no mail, or soon will not. */
export function OwnTransportAlarm() {
  const { t } = useTranslation();
  const format = useFormat();
  const { data } = useOwnTransport(60_000);
  const stops = whatStops(data);
  if (!stops) return null;
  return (
    <AlarmBar
      label={t(`transport.alarm.own${alarmOf(stops)}`, { when: format.day(data?.oauth?.ends_at ?? 0) })}
      text={t(`transport.alarm.own_${stops}`)}
      link={<Link to="/profile/outgoing">{t('transport.alarm.ownOpen')}</Link>}
    />
  );
}
