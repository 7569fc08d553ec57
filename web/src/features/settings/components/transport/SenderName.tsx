import { Stack, Switch, Title } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { notifyDone, notifyProblem } from '@/components/problem/notify';
import { useChangeSendingRules, useSendingRules } from '../../api/sending-rules';

/** Whether the agent's name stands before the mailbox's. */
export function SenderName() {
  const { t } = useTranslation();
  const { data } = useSendingRules();
  const change = useChangeSendingRules();
  return (
    <Stack gap="xs" mt="xl" maw="42rem">
      <Title order={2} size="h5">
        {t('sending.title')}
      </Title>
      <Switch
        label={t('sending.agentName')}
        description={t('sending.agentNameHint')}
        disabled={!data}
        checked={data?.agent_name ?? false}
        onChange={(event) =>
          change.mutate(event.currentTarget.checked, {
            onSuccess: () => notifyDone(t('sending.saved')),
            onError: (error) => notifyProblem(error, t),
          })
        }
      />
    </Stack>
  );
}
