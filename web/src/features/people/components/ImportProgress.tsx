import { Alert, Button, Group, Progress, Stack } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { IconDownload } from '@/components/icons';
import { notifyProblem } from '@/components/problem/notify';
import { ErrorState } from '@/components/states/ErrorState';
import type { PersonImport } from '@/lib/api/types';
import { useFormat } from '@/lib/format/use-format';
import { refusedRowsOf } from '@/lib/requests/person-imports';
import { useImport, useStopImport } from '../api/import-persons';
import classes from './ImportPersons.module.css';

const OUTCOMES = ['made', 'changed', 'kept', 'refused', 'to_look_at', 'waiting'] as const;

type Props = { begun: PersonImport; onClose: () => void };

/** How far an import is, and in the end what became of the rows. */
export function ImportProgress({ begun, onClose }: Props) {
  const { t } = useTranslation();
  const found = useImport(begun.id);
  const stop = useStopImport();
  if (found.isError) return <ErrorState error={found.error} onRetry={() => void found.refetch()} />;
  const now = found.data ?? begun;
  const { job } = now;
  const over = Boolean(job?.finished_at);
  return (
    <Stack gap="lg">
      {over ? (
        <Alert
          color={now.refused + now.to_look_at + now.waiting > 0 ? 'yellow' : 'green'}
          role="status"
          title={t(job?.state === 'cancelled' ? 'personImport.stopped' : 'personImport.done')}
        >
          <Outcomes of={now} />
        </Alert>
      ) : (
        <Running of={now} />
      )}
      {over && now.refused + now.to_look_at > 0 && (
        <Button
          component="a"
          variant="default"
          className={classes.download}
          leftSection={<IconDownload size={16} />}
          href={refusedRowsOf(now.id)}
          download
        >
          {t('personImport.refusedFile')}
        </Button>
      )}
      <Group justify="flex-end" gap="xs">
        {!over && job && (
          <Button
            variant="default"
            loading={stop.isPending}
            disabled={job.cancel_requested}
            onClick={() => stop.mutate(job.id, { onError: (error) => notifyProblem(error, t) })}
          >
            {t(job.cancel_requested ? 'jobs.stopping' : 'jobs.stop')}
          </Button>
        )}
        <Button onClick={onClose}>{t('common.close')}</Button>
      </Group>
    </Stack>
  );
}

function Running({ of }: { of: PersonImport }) {
  const { t } = useTranslation();
  const format = useFormat();
  const total = OUTCOMES.reduce((sum, outcome) => sum + of[outcome], 0);
  const done = total - of.waiting;
  return (
    <div>
      <p className={classes.running}>{t('personImport.running', { name: of.file_name })}</p>
      <Progress
        value={total === 0 ? 0 : (100 * done) / total}
        aria-label={t('personImport.running', { name: of.file_name })}
      />
      <p className={classes.running}>
        {t('jobs.progress', { done: format.count(done), total: format.count(total) })}
      </p>
      <p className={classes.hint}>{t('personImport.goesOn')}</p>
    </div>
  );
}

function Outcomes({ of }: { of: PersonImport }) {
  const { t } = useTranslation();
  const { count: shown } = useFormat();
  const counted = (count: number) => ({ count, shown: shown(count) });
  return (
    <ul className={classes.outcomes}>
      {OUTCOMES.filter((outcome) => of[outcome] > 0).map((outcome) => (
        <li key={outcome}>{t(`personImport.outcome.${outcome}`, counted(of[outcome]))}</li>
      ))}
    </ul>
  );
}
