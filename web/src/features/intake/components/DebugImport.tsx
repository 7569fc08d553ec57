import { useTranslation } from 'react-i18next';
import { ProblemView } from '@/components/problem/ProblemView';
import { Timeline } from '@/components/timeline/Timeline';
import { textOf } from '@/lib/i18n/text';
import type { useDebugIntake } from '../api/debug-intake';
import classes from './DebugImport.module.css';

/** The trace of an import with debugging: each step, and how it ended. */
export function DebugImport({ debug }: { debug: ReturnType<typeof useDebugIntake> }) {
  const { t } = useTranslation();
  if (debug.error) return <ProblemView error={debug.error} />;
  if (!debug.data) return null;
  const { trace, outcome } = debug.data;
  const ended = textOf(`intakeState.${outcome}`);
  return (
    <section className={classes.trace} aria-live="polite">
      <h3 className={classes.title}>{t('intake.debugTitle')}</h3>
      <p className={classes.hint}>{t('intake.debugHint')}</p>
      <Timeline entries={trace} />
      {ended && (
        <p className={classes.outcome}>
          {t('intake.debugOutcome')}: <strong>{ended}</strong>
        </p>
      )}
    </section>
  );
}
