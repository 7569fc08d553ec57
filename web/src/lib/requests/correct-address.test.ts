import { expect, test } from 'vitest';
import { corrected } from './correct-address';

test('the right address takes the place of the wrong one, and the others stay', () => {
  expect(corrected(['kari@a.no', 'Ola@A.no', 'ola@b.no'], 'ola@a.no', ' ola@c.no ')).toEqual([
    'kari@a.no',
    'ola@c.no',
    'ola@b.no',
  ]);
});

test('an address that the person has already stands there once', () => {
  expect(corrected(['ola@a.no', 'ola@b.no'], 'ola@a.no', 'OLA@b.no')).toEqual(['OLA@b.no']);
});

test('an address that is not there changes nothing', () => {
  expect(corrected(['ola@a.no'], 'kari@a.no', 'kari@b.no')).toEqual(['ola@a.no']);
});
