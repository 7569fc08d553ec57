import { expect, test } from 'vitest';
import { headingAbove, lineKey, lineOfRow, linesOf } from './list-lines';

const rows = ['a1', 'a2', 'b1', 'c1', 'c2'];
const first = (row: string) => row.slice(0, 1);

test('without groups each row is a line', () => {
  expect(linesOf(rows, undefined, true)).toEqual(rows.map((_, row) => ({ row })));
  expect(headingAbove(linesOf(rows, undefined, false), 3)).toBeUndefined();
});

test('a heading stands above each group, with its rows; the last one may go on', () => {
  const lines = linesOf(rows, first, true);
  expect(lines.filter((line) => 'group' in line)).toEqual([
    { group: 'a', rows: 2, open: false },
    { group: 'b', rows: 1, open: false },
    { group: 'c', rows: 2, open: true },
  ]);
  expect(lineOfRow(lines, 2)).toBe(4);
  expect(headingAbove(lines, 2)).toBe(0);
  expect(headingAbove(lines, 4)).toBe(3);
  expect(linesOf(rows, first, false).at(5)).toEqual({ group: 'c', rows: 2, open: false });
  expect(linesOf([], first, false)).toEqual([]);
});

test('a line is known by its row, and a heading by the first row below it', () => {
  const lines = linesOf(rows, first, false);
  const keys = (of: string[]) =>
    linesOf(of, first, false).map((_, at, all) => lineKey(all, at, (row) => of[row]));
  expect(keys(rows).slice(0, 4)).toEqual(['above a1', 'row a1', 'row a2', 'above b1']);
  expect(keys(rows.slice(1)).slice(0, 3)).toEqual(['above a2', 'row a2', 'above b1']);
  expect(new Set(keys(rows)).size).toBe(lines.length);
});
