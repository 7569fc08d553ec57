import { expect, test } from 'vitest';
import { forgetName, isNameForgotten, tellNames, toldName } from './told-names';

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

test('a name that was taken off is not there again until it comes with the address anew', () => {
  tellNames([{ address: 'eva@nord.no', name: 'Oslo Norge' }]);
  forgetName('Eva@nord.no');
  expect([toldName('eva@nord.no'), isNameForgotten('eva@nord.no')]).toEqual([undefined, true]);
  tellNames([{ address: 'eva@nord.no', name: 'Eva Dahl' }]);
  expect([toldName('eva@nord.no'), isNameForgotten('eva@nord.no')]).toEqual(['Eva Dahl', false]);
  // None came with it.
  forgetName('ola@nord.no');
  expect(isNameForgotten('ola@nord.no')).toBe(false);
});
