import { expect, test } from 'vitest';
import type { ListColumn } from './list-types';
import { inOrder, readChoice } from './use-list-choice';

const columns = ['a', 'b', 'c', 'd'].map(
  (id): ListColumn<object> => ({ id, header: id, width: '1fr', cell: () => id }),
);
const ids = (order: string[]) => inOrder(columns, order).map((column) => column.id);

test('columns stand in the chosen order, new ones behind their neighbour', () => {
  expect(ids([])).toEqual(['a', 'b', 'c', 'd']);
  expect(ids(['c', 'a', 'd', 'b'])).toEqual(['c', 'a', 'd', 'b']);
  expect(ids(['c', 'a'])).toEqual(['c', 'd', 'a', 'b']);
  expect(ids(['gone', 'd', 'b', 'c'])).toEqual(['a', 'd', 'b', 'c']);
});

test('what is stored is read whoever wrote it', () => {
  const nothing = { shown: {}, order: [], widths: {}, grouped: false };
  for (const nonsense of [null, 7, 'x', [], { shown: 3, order: {}, widths: [1], grouped: 'yes' }]) {
    expect(readChoice(nonsense)).toEqual(nothing);
  }
  const stored = { shown: { a: false, b: 'no' }, order: ['b', 4], widths: { a: 200, b: 1e9 }, grouped: true };
  expect(readChoice(stored)).toEqual({
    shown: { a: false },
    order: ['b'],
    widths: { a: 200 },
    grouped: true,
  });
});
