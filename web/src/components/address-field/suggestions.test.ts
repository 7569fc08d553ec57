import { expect, test } from 'vitest';
import type { AddressWarning, KnownPerson } from '@/lib/api/types';
import { suggestionsFor } from './suggestions';

const person = (name: string, addresses: string[], former = false) =>
  ({ name, addresses, company_name: 'Fjord AS', former }) as KnownPerson;
const warning = (address: string, scope: 'all' | null) =>
  ({ address, scope, trial: null, returns: 1 }) as AddressWarning;
const near = [
  { address: 'kari@a.no', name: 'Kari Nordmann' },
  { address: 'per@b.no', name: null },
];

test('those of the conversation come before those who are only known, and nobody twice', () => {
  const persons = [person('Kari Nordmann', ['KARI@a.no', 'kari@hjem.no'])];
  expect(suggestionsFor('kar', [], { near, persons })).toEqual([
    { address: 'kari@a.no', name: 'Kari Nordmann', about: null },
    { address: 'kari@hjem.no', name: 'Kari Nordmann', about: 'Fjord AS' },
  ]);
});

test('who is chosen already, and who has left, is not proposed', () => {
  const persons = [person('Per Li', ['per@c.no'], true)];
  expect(suggestionsFor('per', ['Per@b.no'], { near, persons })).toEqual([]);
});

test('before anything is typed those who are near are offered', () => {
  expect(suggestionsFor('', [], { near, persons: [person('X', ['x@y.no'])] })).toHaveLength(2);
});

test('a name is found however its letters are typed', () => {
  const [ola] = [{ address: 'ola@a.no', name: 'Ola Ødegård' }];
  for (const typed of ['ødegard', 'Ödegård', 'odegard', 'ØDEGÅRD'])
    expect(suggestionsFor(typed, [], { near: [ola], persons: [] })).toHaveLength(1);
});

test('an address that was replaced on a card is not offered, unless it is typed itself', () => {
  const recent = [{ address: 'kari@old.no', name: 'Kari Nordmann' }, ...near];
  const persons = [person('Kari Nordmann', ['kari@a.no'])];
  const offered = (typed: string) =>
    suggestionsFor(typed, [], { near: recent, persons }).map(({ address }) => address);
  expect(offered('kari')).toEqual(['kari@a.no']);
  expect(offered('kari@old')).toContain('kari@old.no');
});

test('whoever has left is not offered because he was written to last', () => {
  const persons = [person('Kari Nordmann', ['kari@a.no'], true)];
  expect(suggestionsFor('kar', [], { near, persons })).toEqual([]);
});

test('whoever is blocked is marked and comes last, though he was written to last', () => {
  const ola = { ...person('Ola', ['ola@a.no', 'ola@b.no']), warnings: [warning('OLA@a.no', 'all')] };
  const recent = [{ address: 'ola@a.no', name: 'Ola' }];
  const offered = suggestionsFor('ola', [], { near: recent, persons: [ola] });
  expect(offered.map(({ address, warning }) => [address, warning?.scope])).toEqual([
    ['ola@b.no', undefined],
    ['ola@a.no', 'all'],
  ]);
});
