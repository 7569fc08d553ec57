import { Alert, Button, Group } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { IconAlert } from '@/components/icons';
import { notifyDone, notifyProblem } from '@/components/problem/notify';
import type { SendingStop } from '@/lib/api/types';
import { useFormat } from '@/lib/format/use-format';
import { useSendingStops } from '@/lib/requests/sending-stop';
import { useMay } from '@/lib/session/SessionContext';
import { useGoOnSending } from '../api/sending-stop';
import { StopReason } from './StopReason';

/** That all mail is stopped: who did, when and why, and the way on for whoever may. */
export function StopBanner() {
  const stops = useSendingStops();
  return stops.data?.rows.map((stop) => <Stop key={String(stop.by_operator)} stop={stop} />);
}

function Stop({ stop }: { stop: SendingStop }) {
  const { t } = useTranslation();
  const format = useFormat();
  const goOn = useGoOnSending();
  const mayGoOn = useMay('mailboxes') && !stop.by_operator;
  const when = format.full(stop.at);
  const begin = () =>
    goOn.mutate(undefined, {
      onSuccess: () => notifyDone(t('outbox.stop.goesOn')),
      onError: (error) => notifyProblem(error, t),
    });
  return (
    <Alert
      mb="md"
      color="red"
      variant="light"
      icon={<IconAlert size={18} />}
      title={t(stop.by_operator ? 'outbox.stop.titleOperator' : 'outbox.stop.title')}
    >
      <p style={{ margin: 0 }}>
        {stop.by_operator
          ? t('outbox.stop.byOperator', { when })
          : t('outbox.stop.by', { user: stop.user_name ?? t('common.somebody'), when })}
      </p>
      <p style={{ margin: 0, overflowWrap: 'anywhere' }}>{t('outbox.stop.because', { why: stop.why })}</p>
      {stop.reworded && !stop.by_operator && (
        <p style={{ margin: 0 }}>
          {t('outbox.stop.reworded', {
            user: stop.reworded.user_name ?? t('common.somebody'),
            when: format.full(stop.reworded.at),
          })}
        </p>
      )}
      {mayGoOn && (
        <Group mt="xs" gap="xs">
          <Button size="compact-sm" loading={goOn.isPending} onClick={begin}>
            {t('outbox.stop.goOn')}
          </Button>
          <Reword why={stop.why} />
        </Group>
      )}
    </Alert>
  );
}

/** Gives the stop that holds another reason; it holds since it did. */
function Reword({ why }: { why: string }) {
  const { t } = useTranslation();
  const [opened, setOpened] = useState(false);
  const question = {
    title: t('outbox.stop.rewordsQuestion'),
    lead: t('outbox.stop.rewordsLead'),
    submit: t('outbox.stop.rewordsSubmit'),
    done: t('outbox.stop.rewordsDone'),
  };
  return (
    <>
      <Button size="compact-sm" variant="default" onClick={() => setOpened(true)}>
        {t('outbox.stop.rewords')}
      </Button>
      <StopReason question={question} before={why} opened={opened} onClose={() => setOpened(false)} />
    </>
  );
}
