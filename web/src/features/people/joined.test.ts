import { expect, test } from 'vitest';
import type { KnownPerson } from '@/lib/api/types';
import { joinedCompany, joinedPerson } from './joined';

const kari: KnownPerson = {
  id: '1',
  name: 'Kari Nordmann',
  addresses: ['kari@fjord.no'],
  phone: '',
  language: null,
  company_id: null,
  company_name: null,
  former: false,
  warnings: [],
  created_at: '2026-01-01T00:00:00Z',
  version: 0,
};

test('who stays keeps what he has and gets what he does not have', () => {
  const other: KnownPerson = {
    ...kari,
    id: '2',
    name: 'K. Nordmann',
    addresses: ['KARI@fjord.no', 'kari@gmail.com'],
    phone: '911 22 333',
    language: 'nb',
    company_id: '9',
    company_name: 'Fjord',
  };
  const one = joinedPerson(kari, other);
  expect([one.id, one.name]).toEqual(['1', 'Kari Nordmann']);
  expect(one.addresses).toEqual(['kari@fjord.no', 'kari@gmail.com']);
  expect([one.phone, one.language, one.company_name]).toEqual(['911 22 333', 'nb', 'Fjord']);
  expect(joinedPerson(other, kari).name).toBe('K. Nordmann');
});

test('companies together have the persons and domains of both', () => {
  const fjord = { id: '1', name: 'Fjord', domains: ['fjord.no'], persons: 3, created_at: '', version: 0 };
  const one = joinedCompany(fjord, { ...fjord, id: '2', domains: ['fjord.com'], persons: 2 });
  expect([one.persons, one.domains]).toEqual([5, ['fjord.no', 'fjord.com']]);
});
