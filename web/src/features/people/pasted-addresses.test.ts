import { expect, test } from 'vitest';
import { pastedAt } from './pasted-addresses';

test('a name beside an address is no address', () => {
  expect(pastedAt([''], 0, 'Kari Nordmann <kari@a.no>')).toEqual(['kari@a.no']);
  expect(pastedAt([''], 0, '"Li, Ola" <ola@b.no>; kari@a.no')).toEqual(['ola@b.no', 'kari@a.no']);
});

test('several stand where they were pasted, and the usual one stays', () => {
  const value = ['usual@a.no', 'other@a.no'];
  expect(pastedAt(value, 0, 'b@b.no c@c.no')).toEqual(['usual@a.no', 'b@b.no', 'c@c.no', 'other@a.no']);
  expect(pastedAt([...value, ''], 2, 'b@b.no, other@a.no')).toEqual(['usual@a.no', 'other@a.no', 'b@b.no']);
});

test('one address, and half of one, is pasted as text is', () => {
  expect(pastedAt(['kari@'], 0, ' a.no ')).toBeUndefined();
  expect(pastedAt([''], 0, 'kari@a.no')).toBeUndefined();
  expect(pastedAt([''], 0, '')).toBeUndefined();
});
