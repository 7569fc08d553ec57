import { expect, test } from 'vitest';
import { tellNames, toldName } from './told-names';

test('a name that came with an address is known after it, the latest one of them, and so many alone', () => {
  tellNames([
    { address: 'Kari@nord.no', name: 'K. Li' },
    { address: 'per@nord.no', name: null },
  ]);
  tellNames([{ address: 'kari@nord.no', name: 'Kari Li' }]);
  tellNames([{ address: 'kari@nord.no', name: null }]);
  expect([toldName('kari@NORD.no'), toldName('per@nord.no')]).toEqual(['Kari Li', undefined]);
  tellNames(Array.from({ length: 1000 }, (_, at) => ({ address: `${at}@nord.no`, name: `No. ${at}` })));
  expect([toldName('kari@nord.no'), toldName('999@nord.no')]).toEqual([undefined, 'No. 999']);
});
