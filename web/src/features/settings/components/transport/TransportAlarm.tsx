import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { AlarmBar } from '@/components/transport/AlarmBar';
import { alarmOf, whatStops } from '@/components/transport/what-stops';
import { api, take } from '@/lib/api/client';
import { useFormat } from '@/lib/format/use-format';
import { useMay } from '@/lib/session/SessionContext';

/** Tells on every page that no mail leaves, or soon will not, to those who can do something about it. */
export function TransportAlarm() {
  const { t } = useTranslation();
  const format = useFormat();
  const transport = useQuery({
    queryKey: ['transport'],
    queryFn: () => take(api.GET('/transport')),
    refetchInterval: 60_000,
    enabled: useMay('mailboxes'),
  });
  const stops = whatStops(transport.data);
  if (!stops) return null;
  return (
    <AlarmBar
      label={t(`transport.alarm.shared${alarmOf(stops)}`, {
        when: format.day(transport.data?.oauth?.ends_at ?? 0),
      })}
      text={t(`transport.alarm.${stops}`)}
      link={<Link to="/settings/outgoing">{t('transport.alarm.open')}</Link>}
    />
  );
}
