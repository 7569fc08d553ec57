import { Link, useRouterState } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { AlarmBar } from '@/components/transport/AlarmBar';
import { useMay } from '@/lib/session/SessionContext';
import { useIncidentAlarms } from '../api/incidents';

/** Where the incidents stand in full. */
const PAGE = '/email/blocked-addresses';

/** Tells on every other page that blocking waits for a decision, to those who can make it. */
export function IncidentAlarm() {
  const { t } = useTranslation();
  const isThere = useRouterState({ select: ({ location }) => location.pathname === PAGE });
  const incidents = useIncidentAlarms(useMay('outbox')).data ?? [];
  if (isThere || incidents.length === 0) return null;
  // What keeps all mail from arriving goes before what waits for a choice.
  const ours = incidents.filter((incident) => incident.ours);
  const provider = (ours.length > 0 ? ours : incidents).map((incident) => incident.provider).join(', ');
  return (
    <AlarmBar
      label={t(ours.length > 0 ? 'incidents.ours.alarm.label' : 'incidents.alarm.label')}
      text={t(ours.length > 0 ? 'incidents.ours.alarm.text' : 'incidents.alarm.text', { provider })}
      link={<Link to={PAGE}>{t('incidents.alarm.open')}</Link>}
    />
  );
}
