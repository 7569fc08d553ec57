import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { AlarmBar } from '@/components/transport/AlarmBar';
import { alarmOf, whatStops } from '@/components/transport/what-stops';
import { useFormat } from '@/lib/format/use-format';
import { useMay } from '@/lib/session/SessionContext';
import { useDomainTransports } from '../../api/domain-transports';

/** Tells on every page that no mail from a sender domain leaves, or soon will not, to those who can do something about it. */
export function DomainTransportAlarm() {
  const { t } = useTranslation();
  const format = useFormat();
  const { data } = useDomainTransports({ enabled: useMay('mailboxes'), refetchInterval: 60_000 });
  const stopped = (data ?? []).flatMap((row) => {
    const stops = whatStops(row);
    return stops ? [{ domain: row.domain, stops, when: format.day(row.oauth?.ends_at ?? 0) }] : [];
  });
  // What stops mail comes before what soon will.
  const first = stopped.find(({ stops }) => stops !== 'expiring') ?? stopped[0];
  if (!first) return null;
  const { domain, stops, when } = first;
  const others = stopped.length - 1;
  return (
    <AlarmBar
      label={t(`transport.alarm.domain${alarmOf(stops)}`, { domain, when })}
      text={`${t(`transport.alarm.${stops}`)} ${others > 0 ? t('transport.alarm.domainOthers', { count: others }) : ''}`.trim()}
      link={<Link to="/settings/outgoing">{t('transport.alarm.open')}</Link>}
    />
  );
}
