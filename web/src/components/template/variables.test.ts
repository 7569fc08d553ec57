import { expect, test } from 'vitest';
import { withVariable } from './variables';

test('a variable takes the place of what is selected, and the cursor stands behind it', () => {
  expect(withVariable('Hei NAVN!', 'customer.name', 4, 8)).toEqual({
    text: 'Hei [[customer.name]]!',
    cursor: 21,
  });
  expect(withVariable('', 'case.number', 0, 0)).toEqual({ text: '[[case.number]]', cursor: 15 });
});
