import { expect, test } from 'vitest';
import { fromLocalField, sendTimes, toLocalField } from './send-times';

const shown = (now: Date) => sendTimes(now).map(({ key, at }) => `${key} ${toLocalField(at)}`);

test('on a Friday morning there is an afternoon, a Saturday and a Monday', () => {
  expect(shown(new Date(2026, 10, 27, 9))).toEqual([
    'afternoon 2026-11-27T14:00',
    'tomorrow 2026-11-28T08:00',
    'monday 2026-11-30T08:00',
  ]);
});

test('late on a Sunday tomorrow is the Monday', () => {
  expect(shown(new Date(2026, 10, 29, 22))).toEqual(['tomorrow 2026-11-30T08:00']);
});

test('on a Monday the next one is meant', () => {
  expect(shown(new Date(2026, 10, 30, 18)).at(-1)).toBe('monday 2026-12-07T08:00');
});

test('a field that is not filled in names no time', () => {
  expect(fromLocalField('')).toBeUndefined();
  expect(fromLocalField('2026-11-30T08:00')).toEqual(new Date(2026, 10, 30, 8));
});
