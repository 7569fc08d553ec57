import { Alert, Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { IconAlert } from '@/components/icons';
import { notifyDone, notifyProblem } from '@/components/problem/notify';
import type { SendingStop } from '@/lib/api/types';
import { useFormat } from '@/lib/format/use-format';
import { useMay } from '@/lib/session/SessionContext';
import { useGoOnSending, useSendingStops } from '../api/sending-stop';

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
      {mayGoOn && (
        <Button mt="xs" size="compact-sm" loading={goOn.isPending} onClick={begin}>
          {t('outbox.stop.goOn')}
        </Button>
      )}
    </Alert>
  );
}
