import { expect, test } from 'vitest';
import { heldBack } from './held-back';

test('the reason for which a blocked address was not tried is read as data', () => {
  const begin = 'the address is blocked since 2026-03-01: ';
  expect(heldBack(`${begin}mail to it came back (mailbox-unknown): 550 5.1.1 (no) such: user`)).toEqual({
    since: '2026-03-01',
    reason: 'returned',
    class: 'mailbox-unknown',
    words: '550 5.1.1 (no) such: user',
  });
  expect(heldBack(`${begin}mail to it came back (): `)?.class).toBe('');
  expect(heldBack(`${begin}a colleague blocked it`)?.reason).toBe('hand');
  expect(heldBack(`${begin}it was on an imported list`)?.reason).toBe('imported');
});

test('the words of a server are nobody else’s', () => {
  expect(heldBack('550 5.1.1 the address is blocked since yesterday')).toBeUndefined();
});
