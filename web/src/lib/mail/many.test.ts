import { expect, test } from 'vitest';
import { furtherOf, MANY, manyOf } from './many';
import { isMailName } from './send-key';

test('each kind of mail to many has a draft of its own that the server can name', () => {
  for (const name of Object.values(MANY)) expect(isMailName(name)).toBe(true);
  expect(manyOf(MANY.reply)).toBe('reply');
  expect(manyOf(MANY.forward)).toBe('forward');
  expect([manyOf(null), manyOf('a'.repeat(32))]).toEqual([undefined, undefined]);
});

test('a further mail to many tells its kind, and is another each time', () => {
  const further = furtherOf('forward');
  expect([isMailName(further), manyOf(further), manyOf(furtherOf('reply'))]).toEqual([
    true,
    'forward',
    'reply',
  ]);
  expect(new Set([further, furtherOf('forward'), MANY.forward]).size).toBe(3);
});
