import { Button, Group, Modal, Stack, Text, Textarea } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { notifyDone } from '@/components/problem/notify';
import { ProblemView } from '@/components/problem/ProblemView';
import { useMay } from '@/lib/session/SessionContext';
import { useSendingStops, useStopSending } from '../api/sending-stop';

/** The longest reason, characters. */
const WHY_MAX = 500;

/** Stops all mail, after a question that says what follows and asks why; for those who may, while it leaves. */
export function StopSending() {
  const { t } = useTranslation();
  const [opened, setOpened] = useState(false);
  const stops = useSendingStops();
  const may = useMay('mailboxes');
  if (!may || !stops.data || stops.data.rows.some((stop) => !stop.by_operator)) return null;
  return (
    <>
      <Button variant="default" onClick={() => setOpened(true)}>
        {t('outbox.stop.action')}
      </Button>
      <Modal
        opened={opened}
        onClose={() => setOpened(false)}
        title={t('outbox.stop.question')}
        centered
        closeButtonProps={{ 'aria-label': t('common.close') }}
      >
        <Reason onDone={() => setOpened(false)} />
      </Modal>
    </>
  );
}

function Reason({ onDone }: { onDone: () => void }) {
  const { t } = useTranslation();
  const stop = useStopSending();
  const [why, setWhy] = useState('');
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        stop.mutate(why, {
          onSuccess: () => {
            notifyDone(t('outbox.stop.done'));
            onDone();
          },
        });
      }}
    >
      <Stack gap="md">
        <Text size="sm">{t('outbox.stop.lead')}</Text>
        <Textarea
          data-autofocus
          required
          autosize
          minRows={2}
          label={t('outbox.stop.why')}
          description={t('outbox.stop.whyHint')}
          maxLength={WHY_MAX}
          value={why}
          onChange={(event) => setWhy(event.currentTarget.value)}
        />
        <ProblemView error={stop.error} />
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onDone}>
            {t('common.cancel')}
          </Button>
          <Button type="submit" color="red" disabled={!why.trim()} loading={stop.isPending}>
            {t('outbox.stop.submit')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
