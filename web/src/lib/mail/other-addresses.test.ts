import { expect, test } from 'vitest';
import type { KnownPerson } from '@/lib/api/types';
import { otherAddresses } from './other-addresses';

const person = (addresses: string[], blocked: string[] = []) =>
  ({
    addresses,
    warnings: blocked.map((address) => ({ address, scope: 'all' })),
  }) as unknown as KnownPerson;

test('another address is one of the same person that is still written to', () => {
  const people = [
    person(['per@else.no']),
    person(['Kari@old.no', 'kari@new.no', 'k@gone.no'], ['k@gone.no']),
  ];
  expect(otherAddresses(people, 'kari@OLD.no')).toEqual(['kari@new.no']);
  expect(otherAddresses(people, 'nobody@old.no')).toEqual([]);
});
