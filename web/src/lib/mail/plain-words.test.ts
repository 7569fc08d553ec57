import { expect, test } from 'vitest';
import { isAddress } from './address';
import { reasonOf } from './plain-words';

test('the enhanced status tells the reason, given apart or within the words', () => {
  expect(reasonOf({ code: 550, enhanced: '5.1.1' })).toBe('no_such_address');
  expect(reasonOf({ words: '552 5.2.2 Mailbox full' })).toBe('mailbox_full');
  expect(reasonOf({ words: '550 5.7.26 unauthenticated mail' })).toBe('sender_not_trusted');
});

test('greylisting is a server that is busy, not one that refuses us', () => {
  expect(reasonOf({ words: '451 4.7.1 Greylisting in action' })).toBe('busy');
  expect(reasonOf({ words: '550 5.7.1 Access denied' })).toBe('not_allowed');
});

test('words of blocking lists go before the code', () => {
  expect(reasonOf({ words: '554 5.7.1 blocked using zen.spamhaus.org RBL' })).toBe('spam');
});

test('a reply code alone is enough; no code tells nothing', () => {
  expect(reasonOf({ code: 452 })).toBe('busy');
  expect(reasonOf({ words: 'connection refused' })).toBeUndefined();
  expect(reasonOf({})).toBeUndefined();
});

test.each(['a@b.no', 'ola.nordmann+x@sub.example.com', 'bjørn@blåbær.no'])('%s is an address', (text) => {
  expect(isAddress(text)).toBe(true);
});

test.each(['', 'a', 'a@b', '@b.no', 'a b@c.no', 'a@b..no', 'Ola <a@b.no>', 'a@b.no,c@d.no'])(
  '%s is none',
  (text) => {
    expect(isAddress(text)).toBe(false);
  },
);
