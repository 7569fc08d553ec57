import { expect, it } from 'vitest';
import { BEFORE, heard, stagesOf } from './debug-run';

type Event = Parameters<typeof heard>[1];
const told = (part: Partial<Event>): Event => ({
  code: null,
  outcome: null,
  stage: null,
  step: null,
  ...part,
});
const step = (kind: 'requeued' | 'placed') => told({ step: { at: '2026-01-01T00:00:00Z', kind } as never });
const states = (run: Parameters<typeof stagesOf>[0]) => stagesOf(run).map(({ state }) => state);

it('gathers steps, and begins anew where the run does', () => {
  let run = { ...BEFORE, running: true };
  for (const event of [told({ stage: 'matching' }), step('requeued'), told({ stage: 'filtering' })])
    run = heard(run, event);
  expect(run.trace).toHaveLength(1);
  expect(states(run)).toEqual(['done', 'done', 'done', 'now', 'ahead', 'ahead']);
  run = heard(run, told({ stage: 'matching' }));
  expect(run.trace).toHaveLength(0);
});

it('tells a run that came to its end from one that did not', () => {
  const run = { ...BEFORE, running: true, stage: 'committing' as const };
  expect(new Set(states(heard(run, told({ outcome: 'placed' }))))).toEqual(new Set(['done']));
  expect(states(heard(run, told({ code: 'intake.debug_stopped' }))).at(-1)).toBe('halted');
});
