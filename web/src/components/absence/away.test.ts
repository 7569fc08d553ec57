import { expect, test } from 'vitest';
import { awayFaults, awayOf, awayValues } from './away';

const t = ((key: string) => key) as Parameters<typeof awayFaults>[1];
const days = { from: '2026-12-01', until: '2026-12-05', substitute_id: '2' };

test('an absence has both its days in their order, or none', () => {
  expect(awayFaults(days, t)).toEqual({ until: undefined });
  expect(awayFaults({ ...days, from: '' }, t)).toEqual({ from: 'absence.needsBoth' });
  expect(awayFaults({ ...days, until: '' }, t)).toEqual({ until: 'absence.needsBoth' });
  expect(awayFaults({ ...days, until: '2026-11-30' }, t)).toEqual({ until: 'absence.backwards' });
  expect(awayFaults({ from: '', until: '', substitute_id: null }, t)).toEqual({ until: undefined });
});

test('what is over is no absence any longer, and what is saved comes back', () => {
  const absence = awayOf(days);
  expect(awayValues(absence, new Date(2026, 11, 3))).toEqual(days);
  expect(awayOf(awayValues(absence, new Date(2026, 11, 6)))).toBeNull();
});
