import { expect, it } from 'vitest';
import { addressOf } from './blocked-senders';

it('finds the address in a sender as he is shown', () => {
  expect(addressOf('Kari <kari@example.com>')).toBe('kari@example.com');
  expect(addressOf('kari@example.com')).toBe('kari@example.com');
  expect(addressOf('"a@b.no" <kari@example.com>')).toBe('kari@example.com');
  expect(addressOf('Kari Nordmann')).toBeUndefined();
  expect(addressOf('')).toBeUndefined();
});
