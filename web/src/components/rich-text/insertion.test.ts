import { expect, test } from 'vitest';
import { withInsertion } from './insertion';

test('an inserted text stands on lines of its own and takes the place of what is selected', () => {
  expect(withInsertion('', 'Hei', 0, 0)).toEqual({ text: 'Hei', cursor: 3 });
  expect(withInsertion('Kjære Kari', 'Takk.', 10, 10)).toEqual({ text: 'Kjære Kari\n\nTakk.', cursor: 17 });
  expect(withInsertion('A\nB', 'x', 2, 3)).toEqual({ text: 'A\n\nx', cursor: 4 });
  expect(withInsertion('Slutt', 'Start', 0, 0).text).toBe('Start\n\nSlutt');
});
