import { expect, test } from 'vitest';
import { isAddress } from './address';

test.each([
  'a@b.no',
  'ola.nordmann+x@sub.example.com',
  'bjørn@blåbær.no',
  'a@xn--blbr-qoa0j.no',
  "o'hara@b.no",
])('%s is an address', (text) => {
  expect(isAddress(text)).toBe(true);
});

test.each([
  '',
  'a',
  'a@b',
  '@b.no',
  'a b@c.no',
  'a@b..no',
  'Ola <a@b.no>',
  'a@b.no,c@d.no',
  '.a@b.no',
  'a.@b.no',
  'a..b@c.no',
  'a@-b.no',
  'a@b_c.no',
  'a@b.no.',
  `${'a'.repeat(65)}@b.no`,
])('%s is none', (text) => {
  expect(isAddress(text)).toBe(false);
});
