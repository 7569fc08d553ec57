import { expect, test } from 'vitest';
import { cureOf, gravest } from './cure';

test('what is well is not told of, and of the rest the gravest', () => {
  expect(gravest({ points: [{ point: 'signed', level: 'pass' }] })).toBeUndefined();
  const points = [
    { point: 'no_dmarc', level: 'warn' },
    { point: 'signed', level: 'pass' },
  ] as const;
  expect(gravest({ points: [...points] })?.point).toBe('no_dmarc');
});

test('a cure is offered to those who can take it', () => {
  expect(cureOf('free_mail', { own: true, maySet: false })).toBe('/profile/outgoing');
  expect(cureOf('free_mail', { own: false, maySet: true })).toBe('/settings/outgoing');
  expect(cureOf('no_sender_domain', { own: true, maySet: true })).toBe('/settings/sender-domains');
  expect(cureOf('no_sender_domain', { own: true, maySet: false })).toBeNull();
});
