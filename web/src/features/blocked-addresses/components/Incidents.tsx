import { Alert, Button, Group, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useConfirm } from '@/components/confirm/ConfirmProvider';
import { IconAlert } from '@/components/icons';
import { notifyProblem } from '@/components/problem/notify';
import type { Incident } from '@/lib/api/types';
import { focusBehind } from '@/lib/focus/next-place';
import { useFormat } from '@/lib/format/use-format';
import { useDecideIncident, useOpenIncidents } from '../api/incidents';
import { OurFault } from './OurFault';
import { useKept, useTellDecided } from './use-kept';
import { isAnyLeft, useSendAgain } from './use-send-again';
import { WhatWaits } from './WhatWaits';

/** What somebody must look at before anybody more is blocked. Nothing while there is nothing. */
export function Incidents() {
  const { t } = useTranslation();
  const confirm = useConfirm();
  const open = useOpenIncidents().data ?? [];
  const rollBack = useDecideIncident('roll-back');
  const block = useDecideIncident('confirm');
  const sendAgain = useSendAgain();
  const kept = useKept();
  const tellDecided = useTellDecided();
  const format = useFormat();
  const named = ({ count, more }: Incident['held']) =>
    more ? t('incidents.moreThan', { total: format.count(count) }) : format.count(count);
  const onError = (error: Error) => notifyProblem(error, t);
  const blockAll = async ({ id, provider, kept_by }: Incident, button: HTMLElement) => {
    const waits = kept({ provider, kept_by });
    const question = {
      title: t('incidents.confirmTitle'),
      text: waits ? `${t('incidents.confirmOnly')} ${waits}` : t('incidents.confirmText'),
      action: t('incidents.confirm'),
    };
    if (!(await confirm(question))) return;
    const goOn = focusBehind(button, '[role="group"]');
    block.mutate(id, {
      onSuccess: ({ addresses, kept_by }) => {
        goOn();
        tellDecided(t('incidents.confirmed', { count: addresses }), { provider, kept_by });
      },
      onError,
    });
  };
  const letGo = async (incident: Incident, button: HTMLElement) => {
    const { id, provider, blocked } = incident;
    const waits = kept(incident);
    const question = {
      title: blocked.more
        ? t('incidents.rollBackTitleMore', { total: format.count(blocked.count) })
        : t('incidents.rollBackTitle', { count: blocked.count }),
      text: waits ? `${t('incidents.rollBackOnly')} ${waits}` : t('incidents.rollBackText'),
      action: t('incidents.rollBackAction'),
      harmless: true,
    };
    if (!(await confirm(question))) return;
    const goOn = focusBehind(button, '[role="group"]');
    rollBack.mutate(id, {
      onSuccess: ({ addresses, kept_by }) => {
        goOn();
        tellDecided(t('incidents.rolledBack', { count: addresses }), { provider, kept_by });
        if (isAnyLeft(incident)) void sendAgain(incident);
      },
      onError,
    });
  };
  // Its alarm is gone before the answer is told: what follows is for whoever stays.
  const seeTo = (incident: Incident, button: HTMLElement) => {
    const { id, provider } = incident;
    const goOn = focusBehind(button, '[role="group"]');
    block.mutate(id, {
      onSuccess: ({ kept_by }) => {
        goOn();
        tellDecided(t('incidents.ours.done'), { provider, kept_by });
        if (isAnyLeft(incident)) void sendAgain(incident);
      },
      onError,
    });
  };
  const faults = open.filter(({ ours }) => ours);
  const bursts = open.filter(({ ours }) => !ours);
  const alarms = bursts.map((incident) => {
    const { id, provider, blocked, held, words } = incident;
    return (
      <Alert
        key={id}
        mb="md"
        mx={{ base: 'md', sm: 0 }}
        color="red"
        variant="light"
        icon={<IconAlert size={18} />}
        // Its figures change each minute; what is read aloud is that it is there.
        role="group"
        title={<span role="alert">{t('incidents.title', { provider })}</span>}
      >
        <Text size="sm">
          {blocked.more || held.more
            ? t('incidents.textMore', { total: format.count(blocked.count + held.count), provider })
            : t('incidents.text', { count: blocked.count + held.count, provider })}
        </Text>
        <Text size="sm">{t('timeline.serverWords', { words })}</Text>
        <Text size="sm">{t('incidents.state', { blocked: named(blocked), held: named(held) })}</Text>
        <WhatWaits incident={incident} />
        <Group mt="xs" gap="xs">
          <Button
            size="compact-sm"
            loading={rollBack.isPending}
            onClick={({ currentTarget }) => void letGo(incident, currentTarget)}
          >
            {t('incidents.rollBack')}
          </Button>
          <Button
            size="compact-sm"
            variant="default"
            loading={block.isPending}
            onClick={({ currentTarget }) => void blockAll(incident, currentTarget)}
          >
            {t('incidents.confirm')}
          </Button>
        </Group>
      </Alert>
    );
  });
  const ours = faults.map((incident) => (
    <OurFault
      key={incident.id}
      incident={incident}
      loading={block.isPending}
      onSeenTo={(button) => seeTo(incident, button)}
    />
  ));
  return [...ours, ...alarms];
}
