import { expect, test } from 'vitest';
import { keptBy } from './kept';

test('what is nearest to the mail is told first', () => {
  const at = '2026-11-28T10:00:00Z';
  expect(keptBy({ deleted_at: at, held_at: at }, true)).toBe('binned');
  expect(keptBy({ deleted_at: null, held_at: at }, true)).toBe('stopped');
  expect(keptBy({ deleted_at: null, held_at: null }, true)).toBe('allStopped');
  expect(keptBy({ deleted_at: null, held_at: null }, false)).toBeUndefined();
});
