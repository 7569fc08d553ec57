import { Button, Group, Modal, Radio, Stack, Text, TextInput } from '@mantine/core';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { IconRoute } from '@/components/icons';
import { ProblemView } from '@/components/problem/ProblemView';
import { ErrorState } from '@/components/states/ErrorState';
import { LoadingRows } from '@/components/states/LoadingRows';
import type { WayOut } from '@/lib/api/types';
import { useOutboxWays, useSentWays } from '../api/outbox-ways';
import { useAnotherWay, type WhichMail } from '../use-another-way';

/** The longest reason, characters. */
const WHY_MAX = 500;

type Props = {
  which: WhichMail;
  size?: 'xs' | 'compact-xs';
  /** What a reader hears where the button alone does not say which mail. */
  label?: string;
  /** Why whoever looks at it may not; it stands below the button. */
  kept?: string;
  onDone?: () => void;
};

/** Sends mail that waits or failed another way, after a question that says how many and asks why. */
export function AnotherWay({ which, size, label, kept, onDone }: Props) {
  const keptId = useId();
  const { t } = useTranslation();
  const [opened, setOpened] = useState(false);
  const close = () => setOpened(false);
  const title =
    'shown' in which
      ? t('outbox.way.titleAll', { shown: which.shown })
      : t('outbox.way.title', { count: 'ids' in which ? which.ids.length : 1 });
  return (
    <>
      <Button
        size={size}
        variant="default"
        aria-label={label}
        aria-describedby={kept ? keptId : undefined}
        disabled={kept !== undefined}
        leftSection={<IconRoute size={size ? 15 : 16} />}
        onClick={() => setOpened(true)}
      >
        {t('outbox.way.action')}
      </Button>
      {kept && (
        <Text id={keptId} size="sm" c="dimmed" w="100%" style={{ order: 1 }}>
          {kept}
        </Text>
      )}
      <Modal
        opened={opened}
        onClose={close}
        title={title}
        centered
        closeButtonProps={{ 'aria-label': t('common.close') }}
      >
        <Choice
          which={which}
          onCancel={close}
          onDone={() => {
            close();
            onDone?.();
          }}
        />
      </Modal>
    </>
  );
}

type ChoiceProps = { which: WhichMail; onCancel: () => void; onDone: () => void };

function Choice({ which, onCancel, onDone }: ChoiceProps) {
  const { t } = useTranslation();
  const isOwn = 'own' in which;
  const [ofOutbox, ofOwn] = [useOutboxWays(!isOwn), useSentWays(isOwn)];
  const ways = isOwn ? ofOwn : ofOutbox;
  const send = useAnotherWay(which, onDone);
  const [way, setWay] = useState<WayOut['way'] | null>(null);
  const [why, setWhy] = useState('');
  if (ways.isPending) return <LoadingRows rows={3} height={48} />;
  if (ways.isError) return <ErrorState error={ways.error} onRetry={() => void ways.refetch()} />;
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (way) send.begin({ way, why });
      }}
    >
      <Stack gap="md">
        <Text size="sm">{t('outbox.way.lead')}</Text>
        <Radio.Group
          label={t('outbox.way.which')}
          value={way}
          onChange={(value) => setWay(value as WayOut['way'])}
        >
          <Stack gap="sm" mt="xs">
            {ways.data.rows.map((out) => (
              <Radio
                key={out.way}
                value={out.way}
                disabled={out.closed !== null}
                label={t(`outbox.way.${out.way}`)}
                description={out.host ?? t(hintOf(out))}
              />
            ))}
          </Stack>
        </Radio.Group>
        <TextInput
          label={t('outbox.way.why')}
          description={t('outbox.way.whyHint')}
          maxLength={WHY_MAX}
          value={why}
          onChange={(event) => setWhy(event.currentTarget.value)}
        />
        <ProblemView error={send.error} />
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onCancel}>
            {t('common.cancel')}
          </Button>
          <Button type="submit" disabled={!way} loading={send.busy}>
            {t('outbox.way.submit')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

/** The text that says where a way leads, or why it is closed; the server's name says more. */
function hintOf({ way, kind, closed }: WayOut) {
  if (closed === 'right') return 'outbox.way.takesRight';
  if (closed) return 'outbox.way.absent';
  if (way === 'direct') return 'outbox.way.directHint';
  return kind === 'direct' ? 'outbox.way.leadsDirect' : 'outbox.way.leadsRelay';
}
