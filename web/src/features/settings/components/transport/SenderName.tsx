import { Stack, Switch, Title } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { notifyDone, notifyProblem } from '@/components/problem/notify';
import { type SendingRulesInput, useChangeSendingRules, useSendingRules } from '../../api/sending-rules';
import { ListRecipients } from './ListRecipients';

/** Under whose name mail leaves, and whether from personal addresses too. */
export function SenderName() {
  const { t } = useTranslation();
  const { data } = useSendingRules();
  const change = useChangeSendingRules();
  const put = (rules: SendingRulesInput) =>
    change.mutate(rules, {
      onSuccess: () => notifyDone(t('sending.saved')),
      onError: (error) => notifyProblem(error, t),
    });
  const agent_name = data?.agent_name ?? false;
  const own_address = data?.own_address ?? true;
  return (
    <Stack gap="xs" mt="xl" maw="42rem">
      <Title order={2} size="h5">
        {t('sending.title')}
      </Title>
      <Switch
        label={t('sending.agentName')}
        description={t('sending.agentNameHint')}
        disabled={!data}
        checked={agent_name}
        onChange={(event) => put({ agent_name: event.currentTarget.checked, own_address })}
      />
      <Switch
        label={t('sending.ownAddress')}
        description={t('sending.ownAddressHint')}
        disabled={!data}
        checked={own_address}
        onChange={(event) => put({ agent_name, own_address: event.currentTarget.checked })}
      />
      <ListRecipients />
    </Stack>
  );
}
