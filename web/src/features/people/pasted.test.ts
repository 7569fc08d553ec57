import { expect, test } from 'vitest';
import { readPasted, written } from './pasted';

const of = (text: string) => readPasted(text).map(({ line, name, address }) => [line, name, address]);

test('a column of addresses is read line by line', () => {
  expect(of('kari@nord.example\n\nper@nord.example\n')).toEqual([
    [1, null, 'kari@nord.example'],
    [3, null, 'per@nord.example'],
  ]);
});

test('a table says whose each address is, whatever parts its cells', () => {
  expect(of('Kari Nordmann;kari@nord.example')).toEqual([[1, 'Kari Nordmann', 'kari@nord.example']]);
  expect(of('per@nord.example\tPer\tHansen')).toEqual([[1, 'Per Hansen', 'per@nord.example']]);
  expect(of('"Nordmann, Kari",kari@nord.example')).toEqual([[1, 'Nordmann, Kari', 'kari@nord.example']]);
});

test('what a mail program copies is several on one line', () => {
  expect(of('Kari <kari@nord.example>, per@nord.example')).toEqual([
    [1, 'Kari', 'kari@nord.example'],
    [1, null, 'per@nord.example'],
  ]);
});

test('a line without an address is kept, so that it can be told of', () => {
  expect(of('Navn\nkari')).toEqual([
    [1, null, 'Navn'],
    [2, null, 'kari'],
  ]);
});

test('lines are counted anew in what is pasted next, and what is left keeps the line that it had', () => {
  const left = readPasted('kari@nord.no\nola@\neva@nord').slice(1);
  const box = [...left.map(written), 'per@nord.no', 'anne@'].join('\n');
  expect(readPasted(box, left).map(({ line, address }) => [line, address])).toEqual([
    [2, 'ola@'],
    [3, 'eva@nord'],
    [1, 'per@nord.no'],
    [2, 'anne@'],
  ]);
  expect(readPasted('per@nord.no\nanne@', left).map(({ line }) => line)).toEqual([1, 2]);
});

test('what is written is read again as the same', () => {
  for (const name of [null, 'Kari Nordmann', 'Nordmann, Kari', 'Kari (styret); 2', "Per O'Hara"]) {
    const one = { address: 'kari@nord.no', name };
    expect(readPasted(written(one))).toEqual([{ line: 1, ...one }]);
  }
  expect(written({ address: 'kari@nord', name: 'Kari' })).toBe('Kari <kari@nord>');
});

test('of a list on one line each keeps name and place, whatever parts them', () => {
  expect(of('Kari Nordmann <k@a.no>, per@b.no; "Li, Ola" <ola@c.no>,Nabo, Eva <eva@d.no>')).toEqual([
    [1, 'Kari Nordmann', 'k@a.no'],
    [1, null, 'per@b.no'],
    [1, 'Li, Ola', 'ola@c.no'],
    [1, 'Nabo, Eva', 'eva@d.no'],
  ]);
});
