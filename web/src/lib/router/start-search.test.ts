import { expect, test } from 'vitest';
import { askedIn, LINKED_MAX, readStartSearch } from './start-search';

test('a link brings addresses and a list, and nothing else', () => {
  const read = readStartSearch({ to: ['kari@a.no', 'KARI@a.no', 'no address', 7], list: '12' });
  expect(read).toEqual({ to: ['kari@a.no'], list: '12' });
  expect(readStartSearch({ to: 'kari@a.no, per@b.no' }).to).toEqual(['kari@a.no', 'per@b.no']);
  expect(readStartSearch({ list: 12 }).list).toBe('12');
  expect(readStartSearch({ template: '9007199254740993' }).template).toBe('9007199254740993');
  expect(readStartSearch({ template: 'x' }).template).toBeUndefined();
  for (const list of ['list:12', '-1', '1e3', 2 ** 60, { id: 1 }, '']) {
    expect(readStartSearch({ list }).list).toBeUndefined();
  }
  expect(readStartSearch({ to: 'javascript:alert(1)', list: null })).toEqual({});
});

test('a link brings no more than one looks through', () => {
  const to = Array.from({ length: 200 }, (_, number) => `k${number}@a.no`);
  expect(readStartSearch({ to }).to).toHaveLength(LINKED_MAX);
});

test('a list stands among the recipients as the server reads it', () => {
  expect(askedIn({ to: ['kari@a.no'], list: '12' })).toEqual(['kari@a.no', 'list:12']);
  expect(askedIn({})).toEqual([]);
});

test('a link names which mail it is, or nothing', () => {
  const key = '0a'.repeat(16);
  expect(readStartSearch({ mail: key }).mail).toBe(key);
  expect(readStartSearch({ mail: 'keyless' }).mail).toBe('keyless');
  for (const mail of [key.toUpperCase(), `${key}0`, '', 12, null, '../x']) {
    expect(readStartSearch({ mail }).mail).toBeUndefined();
  }
});
