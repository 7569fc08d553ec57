import { expect, test } from 'vitest';
import { heat } from './OutboxPicture';

test('more mail is warmer, and so is older mail, within what text can be read on', () => {
  expect(heat(1, 1000, 0)).toBeLessThan(heat(1000, 1000, 0));
  expect(heat(10, 1000, 0)).toBeLessThan(heat(10, 1000, 5));
  expect(heat(1000, 1000, 5)).toBeLessThanOrEqual(45);
});
