import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSendingStops } from '@/lib/requests/sending-stop';
import { useMay } from '@/lib/session/SessionContext';
import { StopReason } from './StopReason';

/** Stops all mail, after a question that says what follows and asks why; for those who may, while it leaves. */
export function StopSending() {
  const { t } = useTranslation();
  const [opened, setOpened] = useState(false);
  const stops = useSendingStops();
  const may = useMay('mailboxes');
  if (!may || !stops.data || stops.data.rows.some((stop) => !stop.by_operator)) return null;
  const question = {
    title: t('outbox.stop.question'),
    lead: t('outbox.stop.lead'),
    submit: t('outbox.stop.submit'),
    done: t('outbox.stop.done'),
  };
  return (
    <>
      <Button variant="default" onClick={() => setOpened(true)}>
        {t('outbox.stop.action')}
      </Button>
      <StopReason question={question} opened={opened} onClose={() => setOpened(false)} />
    </>
  );
}
