import { expect, test } from 'vitest';
import { headingAbove, lineOfRow, linesOf } from './list-lines';

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
