import { expect, test } from 'vitest';
import { barsOf, nameOf, percent } from './reports';

test('every day has a bar, also one that nobody reports on', () => {
  const { bars, step } = barsOf(
    [
      { day: '2026-11-01', counted: 5, good: 4 },
      { day: '2026-11-03', counted: 2, good: 2 },
      { day: '2026-12-24', counted: 9, good: 9 },
    ],
    '2026-11-01',
    '2026-11-04',
  );
  expect(step).toBe('day');
  expect(bars.map((bar) => [bar.day, bar.counted, bar.good])).toEqual([
    ['2026-11-01', 5, 4],
    ['2026-11-02', 0, 0],
    ['2026-11-03', 2, 2],
    ['2026-11-04', 0, 0],
  ]);
});

test('a year is shown by weeks, and no mail is lost', () => {
  const days = [
    { day: '2026-01-01', counted: 1, good: 1 },
    { day: '2026-01-07', counted: 2, good: 0 },
    { day: '2026-12-31', counted: 4, good: 4 },
  ];
  const { bars, step } = barsOf(days, '2026-01-01', '2026-12-31');
  expect([step, bars.length, bars[0]?.counted]).toEqual(['week', 53, 3]);
  expect(bars.reduce((sum, bar) => sum + bar.counted, 0)).toBe(7);
});

test('nearly all is not all', () => {
  expect([percent(999, 1000), percent(1, 1), percent(0, 0)]).toEqual([99, 100, 0]);
});

test('a source has the best name that is known', () => {
  const source = { known_as: '', host: '', network: '192.0.2.0/24' };
  expect(nameOf(source)).toBe('192.0.2.0/24');
  expect(nameOf({ ...source, host: 'mx.example.no' })).toBe('mx.example.no');
  expect(nameOf({ ...source, host: 'mx.example.no', known_as: 'example.no' })).toBe('example.no');
});
