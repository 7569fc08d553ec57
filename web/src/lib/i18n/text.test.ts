import { expect, test } from 'vitest';
import { textOf } from './text';

test('a text that speaks of something is told with it or not at all', () => {
  expect(textOf('problem.address.invalid', { address: 'kari' })).toMatch(/^“kari” is not/);
  expect(textOf('problem.address.invalid')).toBeUndefined();
  expect(textOf('problem.person.address_taken', { address: 'kari@x.test' })).toBeUndefined();
  expect(textOf('problem.person.no_address')).toBeDefined();
  expect(textOf('problem.nothing_of_this_name')).toBeUndefined();
});
