import { Button, Card, Group, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useConfirm } from '@/components/confirm/ConfirmProvider';
import { SideDrawer } from '@/components/page/SideDrawer';
import { notifyDone, notifyProblem } from '@/components/problem/notify';
import { ErrorState } from '@/components/states/ErrorState';
import { LoadingRows } from '@/components/states/LoadingRows';
import { Time } from '@/components/time/Time';
import type { OwnReturnRule } from '@/lib/api/types';
import { textOf } from '@/lib/i18n/text';
import { useMay } from '@/lib/session/SessionContext';
import { useDeleteRule, useReturnRules, useTryWithoutRule } from '../api/rules';
import classes from './RulesDrawer.module.css';

type Props = { opened: boolean; onChange: (rule: OwnReturnRule) => void; onClose: () => void };

/** The organisation's own rules, in the order in which they are asked. */
export function RulesDrawer({ opened, onChange, onClose }: Props) {
  const { t } = useTranslation();
  const rules = useReturnRules(opened);
  return (
    <SideDrawer opened={opened} onClose={onClose} title={t('returnedMail.rules')}>
      <Text size="sm" mb="md">
        {t('returnedMail.rulesLead')}
      </Text>
      {rules.isPending && <LoadingRows rows={3} height={64} />}
      {rules.isError && <ErrorState error={rules.error} onRetry={() => void rules.refetch()} />}
      {rules.data?.rows.length === 0 && <Text size="sm">{t('returnedMail.noRules')}</Text>}
      <Stack gap="xs">
        {rules.data?.rows.map((rule) => (
          <Rule key={rule.id} rule={rule} onChange={() => onChange(rule)} />
        ))}
      </Stack>
    </SideDrawer>
  );
}

function Rule({ rule, onChange }: { rule: OwnReturnRule; onChange: () => void }) {
  const { t } = useTranslation();
  const mayRule = useMay('mailboxes');
  const { ask, busy } = useDeletion(rule);
  const name = rule.phrases.join(', ');
  return (
    <Card withBorder padding="sm">
      <div className={classes.rule}>
        <Text size="sm">
          {rule.phrases.map((words) => t('timeline.serverWords', { words })).join(', ')}
          {rule.host && ` · ${t('returnedMail.atHost', { host: rule.host })}`}
        </Text>
        <strong>{textOf(`returns.class.${rule.class}`) ?? rule.class}</strong>
        <Text size="xs" c="dimmed">
          {t(rule.changed_at ? 'returnedMail.changedAt' : 'returnedMail.madeAt')}{' '}
          <Time at={rule.changed_at ?? rule.created_at} />
        </Text>
      </div>
      {mayRule && (
        <Group gap="xs" mt="xs">
          <Button
            size="compact-sm"
            variant="default"
            aria-label={`${t('returnedMail.change')}: ${name}`}
            onClick={onChange}
          >
            {t('returnedMail.change')}
          </Button>
          <Button
            size="compact-sm"
            variant="subtle"
            color="red"
            loading={busy}
            aria-label={`${t('common.delete')}: ${name}`}
            onClick={() => void ask()}
          >
            {t('common.delete')}
          </Button>
        </Group>
      )}
    </Card>
  );
}

/** Deletes a rule after it is told what would have changed. */
function useDeletion(rule: OwnReturnRule) {
  const { t } = useTranslation();
  const confirm = useConfirm();
  const without = useTryWithoutRule();
  const remove = useDeleteRule();
  const ask = async () => {
    try {
      const { changed, tried } = await without.mutateAsync(rule.id);
      const question = {
        title: t('returnedMail.deleteTitle'),
        text: `${t('returnedMail.form.changes', { count: changed, tried })}. ${t('returnedMail.deleteText')}`,
        action: t('common.delete'),
      };
      if (!(await confirm(question))) return;
      await remove.mutateAsync(rule.id);
      notifyDone(t('returnedMail.deleted'));
    } catch (error) {
      notifyProblem(error, t);
    }
  };
  return { ask, busy: without.isPending || remove.isPending };
}
