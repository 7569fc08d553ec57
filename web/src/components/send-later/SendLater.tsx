import { Button, Checkbox, Group, Modal, Stack, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { IconClock } from '@/components/icons';
import { useHold } from '@/components/page/hold';
import { useFormat } from '@/lib/format/use-format';
import { fromLocalField, sendTimes, toLocalField } from '@/lib/time/send-times';

type Choice = { send_at: string; cancel_if_answered: boolean };
type Props = {
  opened: boolean;
  title: string;
  /** Whether it can come back when the customer writes; not asked where it is already settled. */
  conditional: boolean;
  onClose: () => void;
  onChoose: (choice: Choice) => void;
};

/** When a mail shall leave: one of the usual times, or any. */
export function SendLater({ opened, title, conditional, onClose, onChoose }: Props) {
  const { t } = useTranslation();
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={title}
      size="md"
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      {opened && <Times conditional={conditional} onClose={onClose} onChoose={onChoose} />}
    </Modal>
  );
}

function Times({ conditional, onClose, onChoose }: Pick<Props, 'conditional' | 'onClose' | 'onChoose'>) {
  const { t } = useTranslation();
  const format = useFormat();
  useHold();
  const [now] = useState(() => new Date());
  const [own, setOwn] = useState('');
  const [cancels, setCancels] = useState(conditional);
  const at = fromLocalField(own);
  const past = at !== undefined && at <= now;
  const choose = (time: Date) => {
    onChoose({ send_at: time.toISOString(), cancel_if_answered: conditional && cancels });
    onClose();
  };
  return (
    <Stack gap="sm">
      {conditional && (
        <Checkbox
          label={t('reply.cancelIfAnswered')}
          description={t('reply.cancelIfAnsweredHint')}
          checked={cancels}
          onChange={(event) => setCancels(event.currentTarget.checked)}
        />
      )}
      {sendTimes(now).map((time) => (
        <Button
          key={time.key}
          variant="default"
          justify="space-between"
          leftSection={<IconClock size={16} />}
          rightSection={format.full(time.at.getTime())}
          onClick={() => choose(time.at)}
        >
          {t(`reply.at.${time.key}`)}
        </Button>
      ))}
      <Group align="end" gap="xs" wrap="nowrap">
        <TextInput
          style={{ flex: 1 }}
          type="datetime-local"
          label={t('reply.at.own')}
          description={t('reply.at.zone', { zone: Intl.DateTimeFormat().resolvedOptions().timeZone })}
          min={toLocalField(now)}
          value={own}
          onChange={(event) => setOwn(event.currentTarget.value)}
          error={past && t('problem.plan.past')}
        />
        <Button disabled={!at || past} onClick={() => at && choose(at)}>
          {t('reply.at.choose')}
        </Button>
      </Group>
    </Stack>
  );
}
