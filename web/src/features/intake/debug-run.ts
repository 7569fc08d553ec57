// A run of one mail through the pipeline that is watched: what was told so far.
import type { DebugEvent, IntakeState, TimelineEntry } from '@/lib/api/types';

export const STAGES = ['fetching', 'reading', 'matching', 'filtering', 'placing', 'committing'] as const;
export type Stage = (typeof STAGES)[number];

export type DebugRun = {
  running: boolean;
  /** Somebody stopped it, and the mail is as it was. */
  stopped: boolean;
  stage: Stage | undefined;
  trace: TimelineEntry[];
  outcome: IntakeState | undefined;
  /** Why it was not committed. */
  code: string | undefined;
  error: unknown;
};

export const BEFORE: DebugRun = {
  running: false,
  stopped: false,
  stage: undefined,
  trace: [],
  outcome: undefined,
  code: undefined,
  error: undefined,
};

/** The run with one event more. A run whose commit is tried again tells its steps anew. */
export function heard(run: DebugRun, event: DebugEvent): DebugRun {
  if (event.stage) return { ...run, stage: event.stage, trace: event.stage === 'matching' ? [] : run.trace };
  if (event.step) return { ...run, trace: [...run.trace, event.step] };
  return { ...run, running: false, outcome: event.outcome ?? undefined, code: event.code ?? undefined };
}

export type StageState = 'done' | 'now' | 'ahead' | 'halted';

/** Where each stage stands; one at which the run ended without an outcome is where it halted. */
export function stagesOf(run: DebugRun): { stage: Stage; state: StageState }[] {
  const at = run.stage ? STAGES.indexOf(run.stage) : -1;
  return STAGES.map((stage, index) => {
    if (run.outcome || index < at) return { stage, state: 'done' };
    if (index > at) return { stage, state: 'ahead' };
    return { stage, state: run.running ? 'now' : 'halted' };
  });
}
