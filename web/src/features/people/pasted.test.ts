import { expect, test } from 'vitest';
import { readPasted } from './pasted';

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
