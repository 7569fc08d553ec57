import { expect, test } from 'vitest';
import { domainWithCode, readable, readableDomain } from './domain-name';

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

test('letters that are taken for Latin ones stay as DNS has them, alone or among others', () => {
  for (const name of [
    // All Cyrillic, or all Greek.
    'xn--80ak6aa92e.com',
    'xn--e1argc3h.com',
    'xn--mxa6aa.com',
    // Of phonetics, or without the dot.
    'xn--pypl-q5bc.com',
    'xn--oogle-qmc.com',
    'xn--pple-k13a.com',
    'xn--cloud-m4a.com',
    'xn--iwi-bva.com',
  ])
    expect(readableDomain(name)).toBe(name);
});

test('names of other languages are read in their letters', () => {
  for (const name of [
    'íkea.is',
    'łódź.pl',
    'københavn.dk',
    'šibenik.hr',
    'timișoara.ro',
    'čáhci.no',
    'tiếng.vn',
    'thương.vn',
    'пример.com',
    'почта.com',
    'ελλάδα.gr',
  ])
    expect(readableDomain(new URL(`http://${name}`).hostname)).toBe(name);
});

test('addresses and domains are read so wherever they stand', () => {
  expect(readable('xn--blbr-roah.no')).toBe('blåbær.no');
  expect(readable('bjørn@post.xn--mnchen-3ya.de')).toBe('bjørn@post.münchen.de');
  expect(readable('Ola <ola@xn--blbr-roah.no>, kari@nord.no')).toBe('Ola <ola@blåbær.no>, kari@nord.no');
  expect(readable('xn--blbr-roah.no, xn--wgv71a119e.jp')).toBe('blåbær.no, 日本語.jp');
  expect(readable(null)).toBeUndefined();
});

test('what is copied into DNS, stands beside its letters, or is no domain stays', () => {
  for (const text of [
    'blåbær.no (xn--blbr-roah.no)',
    '_dmarc.xn--blbr-roah.no',
    'https://xn--blbr-roah.no/',
    'xn--blbr-roah@nord.no',
    'a.xn--blbr-roah@nord.no',
    'xn--blbr-roah+x@nord.no',
    "xn--blbr-roah'x@nord.no",
    'a@xn--pple-43d.com',
  ])
    expect(readable(text)).toBe(text);
});

const inDns = (name: string) => new URL(`http://${name}`).hostname;

test('a Turkish name is read in its letters where no ı of it is taken for an i', () => {
  for (const name of ['ışık.com', 'balıkçılığı.org', 'ağrı.com.tr', 'altınköy.com.tr'])
    expect(readableDomain(inDns(name))).toBe(name);
  // A plain i makes another name of each of these.
  for (const name of ['garantı.com.tr', 'cloudı.com', 'malmöfestıvalen.se', 'köln-dırekt.de', 'ğoqılen.com'])
    expect(readableDomain(inDns(name))).toBe(inDns(name));
});

test('Hebrew letters that look Latin are read where Hebrew is at home', () => {
  expect(readableDomain(inDns('סוס.com'))).toBe(inDns('סוס.com'));
  expect(readableDomain(inDns('ןסס1.no'))).toBe(inDns('ןסס1.no'));
  for (const name of ['סוס.co.il', 'סוס.ישראל', 'שלום.com']) expect(readableDomain(inDns(name))).toBe(name);
});
