import { NativeSelect, Stack, Switch, Title } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { WithHelp } from '@/components/help/Help';
import { notifyDone, notifyProblem } from '@/components/problem/notify';
import { useLacksOperatorAddress } from '../../api/all-settings';
import { type SendingRulesInput, useChangeSendingRules, useSendingRules } from '../../api/sending-rules';
import { ListRecipients } from './ListRecipients';

const UNVERIFIED = ['warn', 'refuse', 'rewrite'] as const;
const PROVED_ALONE = ['refuse', 'rewrite'] as const;

/** Under whose name mail leaves, and whether from personal addresses too. */
export function SenderName() {
  const { t } = useTranslation();
  const { data } = useSendingRules();
  const change = useChangeSendingRules();
  const put = (rules: SendingRulesInput, saved: 'sending.saved' | 'sending.ruleSaved' = 'sending.saved') =>
    change.mutate(rules, {
      onSuccess: () => notifyDone(t(saved)),
      onError: (error) => notifyProblem(error, t),
    });
  const agent_name = data?.agent_name ?? false;
  const own_address = data?.own_address ?? true;
  const anonymous = data?.anonymous ?? false;
  const wantsProof = (data?.unverified_at_least ?? 'warn') !== 'warn';
  const lacksAddress = useLacksOperatorAddress();
  const choices = (wantsProof ? PROVED_ALONE : UNVERIFIED).map((value) => ({
    value,
    label: t(`sending.unverifiedRule.${value}`),
    disabled: value === 'rewrite' && lacksAddress,
  }));
  const hints = [t(wantsProof ? 'sending.unverifiedOperator' : 'sending.unverifiedHint')];
  if (lacksAddress) hints.push(t('sending.noOperatorAddress', { rule: t('sending.unverifiedRule.rewrite') }));
  return (
    <Stack gap="xs" mt="xl" maw="42rem">
      <Title order={2} size="h5">
        {t('sending.title')}
      </Title>
      <Switch
        label={t('sending.anonymous')}
        description={t('sending.anonymousHint')}
        disabled={!data}
        checked={anonymous}
        onChange={(event) => put({ anonymous: event.currentTarget.checked })}
      />
      <Switch
        label={t('sending.agentName')}
        description={t('sending.agentNameHint')}
        disabled={!data || anonymous}
        checked={agent_name && !anonymous}
        onChange={(event) => put({ agent_name: event.currentTarget.checked })}
      />
      <Switch
        label={t('sending.ownAddress')}
        description={t('sending.ownAddressHint')}
        disabled={!data || anonymous}
        checked={own_address && !anonymous}
        onChange={(event) => put({ own_address: event.currentTarget.checked }, 'sending.ruleSaved')}
      />
      <WithHelp name={t('sending.unverified')} help={t('sending.unverifiedHelp')}>
        <NativeSelect
          label={t('sending.unverified')}
          description={hints.join(' ')}
          disabled={!data}
          value={data?.unverified ?? 'warn'}
          data={choices}
          onChange={(event) => {
            const unverified = UNVERIFIED.find((rule) => rule === event.currentTarget.value);
            if (unverified) put({ unverified }, 'sending.ruleSaved');
          }}
        />
      </WithHelp>
      <ListRecipients />
    </Stack>
  );
}
