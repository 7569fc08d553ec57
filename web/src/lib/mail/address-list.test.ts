import { expect, test } from 'vitest';
import { readAddresses } from './address-list';

test('a list becomes its people', () => {
  expect(readAddresses('Kari Nordmann <kari@a.no>, per@b.no; "Li, Ola" <ola@c.no>\nx@d.no')).toEqual([
    { address: 'kari@a.no', name: 'Kari Nordmann' },
    { address: 'per@b.no', name: null },
    { address: 'ola@c.no', name: 'Li, Ola' },
    { address: 'x@d.no', name: null },
  ]);
});

test('blanks part addresses, and names only from an address in brackets', () => {
  expect(readAddresses('a@b.no c@d.no\te@f.no').map(({ address }) => address)).toEqual([
    'a@b.no',
    'c@d.no',
    'e@f.no',
  ]);
  expect(readAddresses('Kari Nordmann')).toEqual([{ address: 'Kari Nordmann', name: null }]);
  expect(readAddresses("'a@b.no' <a@b.no>,, ")).toEqual([{ address: 'a@b.no', name: null }]);
});

test('a row of a table is somebody, whose name stands before the address where anything does', () => {
  const rows = [
    'Kari Nordmann\tkari@a.no',
    '"Li, Ola"\tola@a.no\tFjord AS\t55 00 00 00',
    '12\tPer\tMoe\tper@a.no',
    'eva@a.no\tEva Dahl\tFjord AS',
    'Tom <tom@a.no>, Siv\tsiv@a.no',
  ];
  expect(readAddresses(rows.join('\r\n')).map(({ name, address }) => [name, address])).toEqual([
    ['Kari Nordmann', 'kari@a.no'],
    ['Li, Ola', 'ola@a.no'],
    ['Per Moe', 'per@a.no'],
    ['Eva Dahl', 'eva@a.no'],
    ['Tom', 'tom@a.no'],
    ['Siv', 'siv@a.no'],
  ]);
});

test('what stands beside an address and is no name for sure is none', () => {
  const rows = [
    'K1001\tBerg Bygg AS\tkari@x.no',
    'Kunde\tPer\tMoe\tper@x.no',
    'Siv\tStorgata 5\tsiv@x.no',
    'A17\ttom@x.no',
    'Per\tMoe\tmoe@x.no\tFjord AS\tOslo',
  ];
  expect(readAddresses(rows.join('\n')).map(({ name }) => name)).toEqual([
    'Berg Bygg AS',
    null,
    'Siv',
    null,
    'Per Moe',
  ]);
});

test('a link that was copied from a page is its address', () => {
  expect(readAddresses('mailto:kari@a.no?subject=Hei, Kari <MAILTO:kari%2Bx@b.no>')).toEqual([
    { address: 'kari@a.no', name: null },
    { address: 'kari+x@b.no', name: 'Kari' },
  ]);
});

test('a surname before a comma is of the name, as Outlook writes it', () => {
  expect(readAddresses('Berg, Kari <kb@x.example>; Nabo, Ola <ola@x.example>')).toEqual([
    { name: 'Berg, Kari', address: 'kb@x.example' },
    { name: 'Nabo, Ola', address: 'ola@x.example' },
  ]);
  expect(readAddresses('a@x.example, Kari <kb@x.example>')).toEqual([
    { name: null, address: 'a@x.example' },
    { name: 'Kari', address: 'kb@x.example' },
  ]);
  expect(readAddresses('Support, <kb@x.example>')).toHaveLength(2);
  expect(readAddresses('Support\nKari <kb@x.example>')).toHaveLength(2);
});
