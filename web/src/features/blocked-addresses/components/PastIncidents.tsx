import { Button, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Time } from '@/components/time/Time';
import type { Incident } from '@/lib/api/types';
import { useFormat } from '@/lib/format/use-format';
import { usePeople } from '@/lib/requests/people';
import { useMay } from '@/lib/session/SessionContext';
import { useClosedIncidents } from '../api/incidents';
import classes from './PastIncidents.module.css';
import { isAnyLeft, useAgainAction, useSendAgain } from './use-send-again';

/** Incidents that somebody decided on, folded: what was decided, by whom. Nothing while there were none. */
export function PastIncidents() {
  const { t } = useTranslation();
  const format = useFormat();
  const closed = useClosedIncidents().data ?? [];
  const sendAgain = useSendAgain();
  const againAction = useAgainAction();
  const people = usePeople(useMay('cases_all', 'cases_own'));
  const refusals = ({ blocked, held }: Incident) => {
    const count = blocked.count + held.count;
    const isMore = blocked.more || held.more;
    return isMore
      ? t('incidents.refusalsMore', { total: format.count(count) })
      : t('incidents.refusals', { count });
  };
  if (closed.length === 0) return null;
  const name = (id: string | null) =>
    people.find((one) => one.id === id)?.name ?? t('addressWarning.someone');
  return (
    <details className={classes.past}>
      <summary>{t('incidents.past', { total: closed.length })}</summary>
      <ul className={classes.list}>
        {closed.map((incident) => {
          const { id, provider, words, state, ours, opened_at, closed_at, closed_by } = incident;
          return (
            <li key={id}>
              <strong>{provider}</strong> · <Time at={opened_at} /> · {refusals(incident)}
              <Text size="sm">{t('timeline.serverWords', { words })}</Text>
              <Text size="sm">
                {t(
                  `incidents.decided.${ours ? 'seen_to' : state === 'confirmed' ? 'confirmed' : 'rolled_back'}`,
                  {
                    user: name(closed_by),
                  },
                )}
                {closed_at && (
                  <>
                    {' · '}
                    <Time at={closed_at} />
                  </>
                )}
              </Text>
              {isAnyLeft(incident) && (
                <Button size="compact-xs" variant="default" onClick={() => void sendAgain(incident)}>
                  {againAction(incident)}
                </Button>
              )}
            </li>
          );
        })}
      </ul>
    </details>
  );
}
