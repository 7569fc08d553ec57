import { Alert, Button, Group } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { IconAlert, IconClock } from '@/components/icons';
import { ServerWords } from '@/components/mail/ServerWords';
import { notifyDone, notifyProblem } from '@/components/problem/notify';
import type { Message } from '@/lib/api/types';
import { isPlanned } from '@/lib/mail/planned';
import { useSendAgain } from '@/lib/requests/send-again';
import { useMay } from '@/lib/session/SessionContext';
import { KEPT, keptBy } from '../kept';

/** An answer that did not arrive, or not yet: why, what can be done, and the server's own words. */
export function DeliveryProblem({ message }: { message: Message }) {
  const { t } = useTranslation();
  const may = useMay('outbox');
  const again = useSendAgain();
  const { delivery, outbox_id } = message;
  const failed = delivery?.state === 'failed';
  if (!delivery || !(failed || delivery.state === 'queued')) return null;
  const kept = failed ? undefined : keptBy(delivery);
  // One that nobody tried says that it waits, in its head; what keeps it from being tried is told where that is no matter of its own.
  const isDomain = kept === 'domainStopped' && !isPlanned(delivery);
  if (!failed && !delivery.words && kept !== 'allStopped' && !isDomain) return null;
  const send = (id: string) =>
    again.mutate([id], {
      onSuccess: ({ done }) => notifyDone(t('bulk.queued', { count: done })),
      onError: (error) => notifyProblem(error, t),
    });
  return (
    <Alert
      mb="sm"
      color={failed ? 'red' : 'yellow'}
      variant={failed ? 'filled' : 'light'}
      role={failed ? 'alert' : 'status'}
      icon={failed ? <IconAlert size={20} /> : <IconClock size={18} />}
      title={t(failed ? 'delivery.failedTitle' : kept ? KEPT[kept] : 'delivery.deferredTitle')}
    >
      {delivery.words ? (
        <ServerWords
          words={delivery.words}
          meaning={delivery.meaning}
          held={delivery.held_back}
          over={failed}
          kept={kept}
        />
      ) : (
        kept && <p style={{ margin: 0 }}>{t(`plainWords.${kept}`)}</p>
      )}
      {may && outbox_id && (
        <Group gap="xs" mt="sm">
          {failed && !delivery.binned && (
            <Button
              size="compact-sm"
              variant="white"
              color="red"
              loading={again.isPending}
              onClick={() => send(outbox_id)}
            >
              {t('delivery.sendAgain')}
            </Button>
          )}
          <Button
            size="compact-sm"
            variant={failed ? 'outline' : 'default'}
            color={failed ? 'white' : undefined}
            renderRoot={(props) => (
              <Link to="/email/outbox" search={{ open: outbox_id, sent: true }} {...props} />
            )}
          >
            {t('delivery.openOutbox')}
          </Button>
        </Group>
      )}
    </Alert>
  );
}
