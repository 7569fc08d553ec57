import { expect, test } from 'vitest';
import { count, duration, octets, relative, shortInstant, span } from './format';

const NOW = new Date(2026, 10, 22, 14, 20);
const HOUR_MS = 3_600_000;
const before = (ms: number) => new Date(NOW.getTime() - ms);

test('a list shows the time today, the weekday this week, the day this year, else the date', () => {
  expect(shortInstant(before(HOUR_MS), NOW, 'nb')).toBe('13:20');
  expect(shortInstant(before(48 * HOUR_MS), NOW, 'nb')).toMatch(/^fre\.? /);
  expect(shortInstant(new Date(2026, 2, 3), NOW, 'nb')).toBe('3. mars');
  expect(shortInstant(new Date(2025, 2, 3), NOW, 'en')).toBe('3 Mar 2025');
  expect(shortInstant(new Date(2026, 10, 23, 9, 5), NOW, 'sv')).toBe('23 nov.');
});

test('what is near is told in words, both ways', () => {
  expect(relative(before(5 * 60_000), NOW, 'en')).toBe('5 minutes ago');
  expect(relative(before(-2 * HOUR_MS), NOW, 'nb')).toBe('om 2 timer');
  expect(relative(before(10), NOW, 'sv')).toBe('nu');
  expect(relative(before(18 * 24 * HOUR_MS), NOW, 'nb')).toBe('for 18 dager siden');
  expect(relative(before(200 * 24 * HOUR_MS), NOW, 'en')).toBe('7 months ago');
});

test('sizes, counts and durations are written as in the language', () => {
  expect(octets(999, 'en')).toBe('999 B');
  expect(octets(1_500, 'nb')).toBe('1,5 kB');
  expect(octets(2_412_870, 'en')).toBe('2.4 MB');
  expect(octets(184_233, 'sv')).toBe('184 kB');
  expect(count(12_345, 'en')).toBe('12,345');
  expect(duration(412, 'en')).toBe('412 ms');
  expect(duration(2_350, 'nb')).toMatch(/^2,[34] s$/);
});

test('long times are said in the unit that a person would choose', () => {
  expect([span(300, 'en'), span(5400, 'en'), span(28_800, 'nb')]).toEqual([
    '5 minutes',
    '1.5 hours',
    '8 timer',
  ]);
  expect([span(432_000, 'nb'), span(432_000, 'sv')]).toEqual(['5 døgn', '5 dygn']);
});
