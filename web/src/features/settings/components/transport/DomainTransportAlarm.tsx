import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { AlarmBar } from '@/components/transport/AlarmBar';
import { whatStops } from '@/components/transport/what-stops';
import { useMay } from '@/lib/session/SessionContext';
import { useDomainTransports } from '../../api/domain-transports';

/** Tells on every page that no mail from a sender domain leaves, or soon will not, to those who can do something about it. */
export function DomainTransportAlarm() {
  const { t } = useTranslation();
  const { data } = useDomainTransports({ enabled: useMay('mailboxes'), refetchInterval: 60_000 });
  const stopped = (data ?? []).flatMap((row) => {
    const stops = whatStops(row);
    return stops ? [{ domain: row.domain, stops }] : [];
  });
  // What stops mail comes before what soon will.
  const first = stopped.find(({ stops }) => stops !== 'expiring') ?? stopped[0];
  if (!first) return null;
  const { domain, stops } = first;
  const others = stopped.length - 1;
  return (
    <AlarmBar
      label={t(stops === 'expiring' ? 'transport.alarm.domainSoon' : 'transport.alarm.domainLabel', {
        domain,
      })}
      text={`${t(`transport.alarm.${stops}`)} ${others > 0 ? t('transport.alarm.domainOthers', { count: others }) : ''}`.trim()}
      link={<Link to="/settings/outgoing">{t('transport.alarm.open')}</Link>}
    />
  );
}
