import { expect, test } from 'vitest';
import { domainWithCode, readableDomain } from './domain-name';

test('a name is read in the letters of its language, and the name of DNS stands beside it', () => {
  expect(readableDomain('xn--blbr-roah.no')).toBe('blåbær.no');
  expect(readableDomain('post.xn--mnchen-3ya.de')).toBe('post.münchen.de');
  expect(readableDomain('xn--wgv71a119e.jp')).toBe('日本語.jp');
  expect(domainWithCode('xn--blbr-roah.no')).toBe('blåbær.no (xn--blbr-roah.no)');
  expect(domainWithCode('nord.example')).toBe('nord.example');
});

test('a name that could be taken for another one, or is none, stays as DNS has it', () => {
  // "аpple" with one Cyrillic letter.
  for (const name of ['xn--pple-43d.com', 'xn--.no', 'xn--a_b.no', 'xn--99999999999.no', '_dmarc.nord.no'])
    expect(readableDomain(name)).toBe(name);
});
