import { Button, FileButton, Progress, Select } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { FieldGroup } from '@/components/form/FormDrawer';
import { ProblemView } from '@/components/problem/ProblemView';
import type { FilterAction, FilterInput } from '@/lib/api/types';
import { useMay } from '@/lib/session/SessionContext';
import { dryRunFile } from '../api/dry-run-file';
import { useDryRun } from '../use-dry-run';
import { DryRunFound } from './DryRunFound';
import classes from './FilterRows.module.css';

const DAYS = ['1', '7', '30', '90', '365'] as const;
const DAY_MS = 24 * 3600 * 1000;

type Props = { id?: string; input: () => FilterInput };

/** An action of the form as the server would tell of it. */
const told = (action: NonNullable<FilterInput['actions']>[number]): FilterAction =>
  action.kind === 'status' ? { ...action, status_id: action.status_id ?? null } : action;

/** What the filter, as the form has it, would have done to mail that came; nothing is changed. */
export function DryRun({ id, input }: Props) {
  const { t } = useTranslation();
  const mayRead = useMay('intake');
  const [days, setDays] = useState<string>('30');
  // What is shown speaks of the filter as it was tried, whatever the form says since.
  const [actions, setActions] = useState<FilterAction[]>([]);
  const tried = () => {
    const filter = input();
    setActions((filter.actions ?? []).map(told));
    return filter;
  };
  const { run, error, running, start, stop } = useDryRun();
  const file = useMutation({ mutationFn: (brought: File) => dryRunFile(brought, { id, filter: tried() }) });
  const begin = () => {
    file.reset();
    const until = Date.now();
    const from = new Date(until - Number(days) * DAY_MS).toISOString();
    void start({ id, filter: tried(), from, until: new Date(until).toISOString() });
  };
  return (
    <FieldGroup title={t('filters.dryRun.title')} hint={t('filters.dryRun.hint')}>
      <div className={classes.row}>
        {mayRead && (
          <>
            <Select
              aria-label={t('filters.dryRun.period')}
              allowDeselect={false}
              data={DAYS.map((value) => ({
                value,
                label: t('filters.dryRun.days', { count: Number(value) }),
              }))}
              value={days}
              onChange={(value) => value && setDays(value)}
            />
            {running ? (
              <Button variant="default" onClick={stop}>
                {t('filters.dryRun.stop')}
              </Button>
            ) : (
              <Button variant="light" onClick={begin}>
                {t('filters.dryRun.start')}
              </Button>
            )}
          </>
        )}
        <FileButton accept=".eml,message/rfc822" onChange={(brought) => brought && file.mutate(brought)}>
          {(props) => (
            <Button variant="default" loading={file.isPending} {...props}>
              {t('filters.dryRun.file')}
            </Button>
          )}
        </FileButton>
      </div>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: for the mouse; the button above does the same by keyboard */}
      <div
        className={classes.drop}
        onDragOver={(event) => event.preventDefault()}
        onDrop={(event) => {
          event.preventDefault();
          const brought = event.dataTransfer.files[0];
          if (brought) file.mutate(brought);
        }}
      >
        {t('filters.dryRun.drop')}
      </div>
      <ProblemView error={error ?? file.error} />
      {run && (
        <div role="status">
          {running && run.total > 0 && (
            <Progress
              aria-label={t('filters.dryRun.title')}
              value={(100 * run.tried) / run.total}
              size="sm"
              mb="xs"
            />
          )}
          <p className={classes.note}>
            {t('filters.dryRun.result', { count: run.hits.length, tried: run.tried })}{' '}
            {run.more && !running && t('filters.dryRun.cut', { count: run.tried })}
            {run.unreadable > 0 && t('filters.dryRun.unreadable', { count: run.unreadable })}
          </p>
        </div>
      )}
      {file.data && (
        <DryRunFound
          actions={actions}
          rows={[
            {
              key: 'file',
              from: file.data.from,
              subject: file.data.subject,
              result: file.data.result,
              condition: file.data.condition,
            },
          ]}
        />
      )}
      {run && !file.data && (
        <DryRunFound
          actions={actions}
          rows={run.hits.map((hit) => ({
            key: hit.id,
            from: hit.from,
            subject: hit.subject,
            at: hit.received_at,
            result: hit,
            condition: null,
          }))}
        />
      )}
    </FieldGroup>
  );
}
