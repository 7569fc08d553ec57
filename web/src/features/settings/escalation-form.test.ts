import { expect, test } from 'vitest';
import { draftOf, levelsOf, newDraft } from './escalation-form';

test('levels are written in whole units and saved the earliest first', () => {
  const early = { ...newDraft(1), amount: 30, unit: 'minutes' as const, before: true };
  const late = { ...newDraft(2), amount: 2, unit: 'days' as const };
  const saved = levelsOf([late, early]);
  expect(saved.map((level) => level.after_minutes)).toEqual([-30, 2880]);
  expect(saved.map((level, key) => draftOf(level, key))).toMatchObject([
    { amount: 30, unit: 'minutes', before: true },
    { amount: 2, unit: 'days', before: false },
  ]);
});

test('a level at the deadline itself is no minutes after it', () => {
  const [at] = levelsOf([{ ...newDraft(1), amount: 0, unit: 'minutes', before: true }]);
  expect(Math.abs(at?.after_minutes ?? 1)).toBe(0);
  expect(at && draftOf(at, 1)).toMatchObject({ amount: 0, unit: 'minutes', before: false });
});
