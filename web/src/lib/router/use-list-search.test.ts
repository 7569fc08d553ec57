import { expect, test } from 'vitest';
import { orderOf } from './use-list-search';

const COLUMNS = [{ id: 'name', sortable: true }, { id: 'addresses' }, { id: 'last_seen', sortable: true }];
const USUAL = { sort: 'name', descending: false };

test('whatever somebody typed into the address, a list has an order', () => {
  expect(orderOf(COLUMNS, {}, USUAL)).toEqual(USUAL);
  const chosen = { sort: 'last_seen', descending: true };
  expect(orderOf(COLUMNS, chosen, USUAL)).toEqual(chosen);
  for (const sort of ['nobody', 'addresses', '__proto__'])
    expect(orderOf(COLUMNS, { sort, descending: true }, USUAL)).toEqual({ sort: 'name', descending: true });
});
