import { expect, test } from 'vitest';
import { phraseOf } from './phrase-of';

test('codes, addresses and numbers of one mail are left out of the proposed phrase', () => {
  expect(phraseOf('550 Kvotient 77: postmottagningen pensionerad')).toBe(
    'Kvotient 77: postmottagningen pensionerad',
  );
  expect(phraseOf('550 5.1.1 <kari@fjord.no>: Recipient address rejected: gone')).toBe(
    'Recipient address rejected: gone',
  );
  expect(phraseOf('554-5.7.1 Odd words, see https://x.test/a\n554 id 83712AB')).toBe('Odd words, see');
});

test('what proposes nothing is empty, and what is long is cut between words', () => {
  expect(phraseOf('550 5.1.1')).toBe('');
  const long = phraseOf(`550 ${'word '.repeat(60)}`);
  expect(long.length).toBeLessThanOrEqual(100);
  expect(long.endsWith('word')).toBe(true);
});
