import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { IconCalendar, IconOutbox } from '@/components/icons';
import { notifyDone, notifyProblem } from '@/components/problem/notify';
import { SendLater } from '@/components/send-later/SendLater';
import type { Outbox } from '@/lib/api/types';
import { useFormat } from '@/lib/format/use-format';
import { isPlanned } from '@/lib/mail/planned';
import { useScheduleOutbox } from '../api/change-outbox';

/** Moves a mail that nobody tried yet to another time, or sends it at once. */
export function OutboxTime({ mail }: { mail: Outbox }) {
  const { t } = useTranslation();
  const format = useFormat();
  const [moving, setMoving] = useState(false);
  const schedule = useScheduleOutbox();
  const move = (send_at: string | null) =>
    schedule.mutate(
      { id: mail.id, send_at },
      {
        onSuccess: () =>
          notifyDone(send_at ? t('outbox.planned', { when: format.full(send_at) }) : t('reply.sent')),
        onError: (error) => notifyProblem(error, t),
      },
    );
  return (
    <>
      <Button variant="default" leftSection={<IconCalendar size={16} />} onClick={() => setMoving(true)}>
        {t('delivery.move')}
      </Button>
      {isPlanned(mail) && (
        <Button
          variant="default"
          leftSection={<IconOutbox size={16} />}
          loading={schedule.isPending}
          onClick={() => move(null)}
        >
          {t('delivery.sendNow')}
        </Button>
      )}
      <SendLater
        opened={moving}
        title={t('delivery.move')}
        conditional={false}
        onClose={() => setMoving(false)}
        onChoose={({ send_at }) => move(send_at)}
      />
    </>
  );
}
