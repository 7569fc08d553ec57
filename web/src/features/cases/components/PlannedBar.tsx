import { Alert, Button, Group } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { IconCalendar } from '@/components/icons';
import { notifyDone, notifyProblem } from '@/components/problem/notify';
import { SendLater } from '@/components/send-later/SendLater';
import type { Message } from '@/lib/api/types';
import { useFormat } from '@/lib/format/use-format';
import { isPlanned } from '@/lib/mail/planned';
import { useScheduleMessage } from '../api/sent-message';
import { useUndo } from '../use-undo';

/** A mail that waits for its time: when it leaves, and what can still be done about it. */
export function PlannedBar({ caseId, message }: { caseId: string; message: Message }) {
  const { t } = useTranslation();
  const format = useFormat();
  const [moving, setMoving] = useState(false);
  const schedule = useScheduleMessage();
  const undo = useUndo();
  const { delivery } = message;
  if (!delivery || !isPlanned(delivery) || !delivery.can_be_taken_back || delivery.held) return null;
  const move = (send_at: string | null) =>
    schedule.mutate(
      { id: caseId, mid: message.id, send_at },
      {
        onSuccess: () =>
          notifyDone(send_at ? t('reply.planned', { when: format.full(send_at) }) : t('reply.sent')),
        onError: (error) => notifyProblem(error, t),
      },
    );
  return (
    <Alert
      mb="sm"
      py="xs"
      color="fjord"
      variant="light"
      icon={<IconCalendar size={18} />}
      title={t('delivery.leaves', { when: format.full(delivery.planned_at) })}
    >
      {delivery.cancel_if_answered && t('delivery.comesBack')}
      <Group gap="xs" mt="xs">
        <Button size="compact-sm" variant="default" onClick={() => setMoving(true)}>
          {t('delivery.move')}
        </Button>
        <Button size="compact-sm" variant="default" loading={schedule.isPending} onClick={() => move(null)}>
          {t('delivery.sendNow')}
        </Button>
        <Button size="compact-sm" variant="default" onClick={() => undo(caseId, message.id)}>
          {t('delivery.takeBack')}
        </Button>
      </Group>
      <SendLater
        opened={moving}
        title={t('delivery.move')}
        conditional={false}
        onClose={() => setMoving(false)}
        onChoose={({ send_at }) => move(send_at)}
      />
    </Alert>
  );
}
