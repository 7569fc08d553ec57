import { expect, test } from 'vitest';
import { fromLocalField, sendTimes, toLocalField } from './send-times';

const shown = (now: Date) => sendTimes(now).map(({ key, at }) => `${key} ${toLocalField(at)}`);

test('on a Friday morning there is a later, an afternoon, a Saturday and a Monday', () => {
  expect(shown(new Date(2026, 10, 27, 9, 7))).toEqual([
    'later 2026-11-27T11:15',
    'afternoon 2026-11-27T14:00',
    'tomorrow 2026-11-28T08:00',
    'monday 2026-11-30T08:00',
  ]);
});

test('later on the day is offered while the day lasts, and no afternoon beside it that is hardly another time', () => {
  const keys = (...time: [number, number]) =>
    sendTimes(new Date(2026, 10, 25, ...time)).map(({ key }) => key);
  expect(keys(4, 30)).toEqual(['afternoon', 'tomorrow', 'monday']);
  expect(keys(11, 50)).toEqual(['later', 'tomorrow', 'monday']);
  expect(shown(new Date(2026, 10, 25, 15, 0))[0]).toBe('later 2026-11-25T17:00');
  expect(keys(19, 0)).toEqual(['later', 'tomorrow', 'monday']);
  expect(keys(19, 1)).toEqual(['tomorrow', 'monday']);
  expect(keys(23, 30)).toEqual(['tomorrow', 'monday']);
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
