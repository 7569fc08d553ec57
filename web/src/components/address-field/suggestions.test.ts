import { expect, test } from 'vitest';
import type { KnownPerson } from '@/lib/api/types';
import { suggestionsFor } from './suggestions';

const person = (name: string, addresses: string[], former = false) =>
  ({ name, addresses, company_name: 'Fjord AS', former }) as KnownPerson;
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
