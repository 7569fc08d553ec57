import { Button, Card, Group, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useConfirm } from '@/components/confirm/ConfirmProvider';
import { IconBlocked, IconPlus } from '@/components/icons';
import { Page } from '@/components/page/Page';
import { PagePart } from '@/components/page/PagePart';
import { notifyDone, notifyProblem } from '@/components/problem/notify';
import { EmptyState } from '@/components/states/EmptyState';
import { Time } from '@/components/time/Time';
import type { OwnReturnRule, ReturnToReview } from '@/lib/api/types';
import { textOf } from '@/lib/i18n/text';
import { useMay } from '@/lib/session/SessionContext';
import { useDeleteRule, useReturnRules, useReturnsToReview } from '../api/returns';
import classes from './ReturnsPage.module.css';
import { RuleForm } from './RuleForm';

/** Returns that nobody understands yet, and the rules that explain them. */
export function ReturnsPage() {
  const { t } = useTranslation();
  const found = useReturnsToReview();
  const rules = useReturnRules();
  const mayRule = useMay('mailboxes');
  const [about, setAbout] = useState<ReturnToReview | 'none'>();
  return (
    <Page
      title={t('returnedMail.title')}
      lead={t('returnedMail.lead')}
      actions={
        mayRule && (
          <Button leftSection={<IconPlus size={16} />} onClick={() => setAbout('none')}>
            {t('returnedMail.newRule')}
          </Button>
        )
      }
    >
      <PagePart title={t('returnedMail.review')} lead={t('returnedMail.reviewLead')} query={found} rows={4}>
        {({ rows }) =>
          rows.length === 0 ? (
            <EmptyState
              icon={IconBlocked}
              title={t('returnedMail.emptyTitle')}
              hint={t('returnedMail.emptyHint')}
            />
          ) : (
            <Stack gap="xs">
              {rows.map((row) => (
                <ToReview
                  key={`${row.at} ${row.address}`}
                  row={row}
                  onRule={mayRule && row.words ? () => setAbout(row) : undefined}
                />
              ))}
            </Stack>
          )
        }
      </PagePart>
      <PagePart title={t('returnedMail.rules')} lead={t('returnedMail.rulesLead')} query={rules} rows={2}>
        {({ rows }) => <Rules rules={rows} />}
      </PagePart>
      {about && <RuleForm about={about === 'none' ? undefined : about} onClose={() => setAbout(undefined)} />}
    </Page>
  );
}

function ToReview({ row, onRule }: { row: ReturnToReview; onRule: (() => void) | undefined }) {
  const { t } = useTranslation();
  return (
    <Card withBorder padding="sm">
      <Group justify="space-between" align="flex-start" gap="xs">
        <div className={classes.row}>
          <strong>{row.address}</strong>
          <Text size="sm">{textOf(`returns.class.${row.class}`) ?? row.class}</Text>
          {row.words && <Text size="sm">{t('timeline.serverWords', { words: row.words })}</Text>}
          <Text size="xs" c="dimmed">
            {row.outbox_id ? t('returnedMail.unknownWords') : t('returnedMail.unmatched')} ·{' '}
            <Time at={row.at} />
          </Text>
        </div>
        {onRule && (
          <Button
            size="compact-sm"
            variant="default"
            aria-label={`${t('returnedMail.makeRule')}: ${row.address}`}
            onClick={onRule}
          >
            {t('returnedMail.makeRule')}
          </Button>
        )}
      </Group>
    </Card>
  );
}

function Rules({ rules }: { rules: OwnReturnRule[] }) {
  const { t } = useTranslation();
  const mayRule = useMay('mailboxes');
  const confirm = useConfirm();
  const remove = useDeleteRule();
  const ask = async (rule: OwnReturnRule) => {
    const question = {
      title: t('returnedMail.deleteTitle'),
      text: t('returnedMail.deleteText'),
      action: t('common.delete'),
      danger: true,
    };
    if (!(await confirm(question))) return;
    remove.mutate(rule.id, {
      onSuccess: () => notifyDone(t('returnedMail.deleted')),
      onError: (error) => notifyProblem(error, t),
    });
  };
  if (rules.length === 0) return <Text size="sm">{t('returnedMail.noRules')}</Text>;
  return (
    <Stack gap="xs">
      {rules.map((rule) => (
        <Card key={rule.id} withBorder padding="sm">
          <Group justify="space-between" wrap="nowrap" align="flex-start">
            <div className={classes.row}>
              <Text size="sm">
                {rule.phrases.map((words) => t('timeline.serverWords', { words })).join(', ')}
                {rule.host && ` · ${t('returnedMail.atHost', { host: rule.host })}`}
              </Text>
              <strong>{textOf(`returns.class.${rule.class}`) ?? rule.class}</strong>
            </div>
            {mayRule && (
              <Button
                size="compact-sm"
                variant="subtle"
                color="red"
                style={{ flex: 'none' }}
                aria-label={`${t('common.delete')}: ${rule.phrases.join(', ')}`}
                onClick={() => void ask(rule)}
              >
                {t('common.delete')}
              </Button>
            )}
          </Group>
        </Card>
      ))}
    </Stack>
  );
}
