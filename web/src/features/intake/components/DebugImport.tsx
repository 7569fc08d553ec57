import { Alert, Button, Loader } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { IconAlert, IconCheck, IconX } from '@/components/icons';
import { ProblemView } from '@/components/problem/ProblemView';
import { Timeline } from '@/components/timeline/Timeline';
import { textOf } from '@/lib/i18n/text';
import { type DebugRun, type StageState, stagesOf } from '../debug-run';
import classes from './DebugImport.module.css';

/** An import with debugging as it happens: its stages, each step, and how it ended. */
export function DebugImport({ run, onStop }: { run: DebugRun; onStop: () => void }) {
  const { t } = useTranslation();
  if (!run.running && !run.stage && !run.error && !run.outcome && !run.code) return null;
  const ended = run.outcome && textOf(`intakeState.${run.outcome}`);
  return (
    <section className={classes.trace} aria-label={t('intake.debugTitle')} aria-busy={run.running}>
      <div className={classes.head}>
        <div>
          <h3 className={classes.title}>{t('intake.debugTitle')}</h3>
          <p className={classes.hint}>{t('intake.debugHint')}</p>
        </div>
        {run.running && (
          <Button size="xs" variant="default" onClick={onStop}>
            {t('intake.debugStop')}
          </Button>
        )}
      </div>
      <ol className={classes.stages}>
        {stagesOf(run).map(({ stage, state }) => (
          <li key={stage} data-state={state} aria-current={state === 'now' ? 'step' : undefined}>
            <span className={classes.mark} aria-hidden>
              {markOf(state)}
            </span>
            {t(`intake.stage.${stage}`)}
          </li>
        ))}
      </ol>
      <div aria-live="polite">
        <Timeline entries={run.trace} />
        {ended && (
          <p className={classes.outcome}>
            {t('intake.debugOutcome')}: <strong>{ended}</strong>
          </p>
        )}
        {run.stopped && <p className={classes.outcome}>{t('intake.debugStopped')}</p>}
        {run.code && !run.stopped && (
          <Alert color="red" icon={<IconAlert size={18} />}>
            {textOf(`problem.${run.code}`) ?? t('intake.debugFailed')}
          </Alert>
        )}
      </div>
      {Boolean(run.error) && <ProblemView error={run.error} />}
    </section>
  );
}

function markOf(state: StageState) {
  if (state === 'done') return <IconCheck size={14} stroke={2.2} />;
  if (state === 'now') return <Loader size={12} />;
  if (state === 'halted') return <IconX size={14} stroke={2.2} />;
  return null;
}
