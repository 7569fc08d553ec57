import { expect, test } from 'vitest';
import { cureOf, gravest, toneOf, worst } from './cure';

test('what is well is not told of, and of the rest the gravest', () => {
  expect(gravest({ points: [{ point: 'signed', level: 'pass' }] })).toBeUndefined();
  const points = [
    { point: 'no_dmarc', level: 'warn' },
    { point: 'signed', level: 'pass' },
  ] as const;
  expect(gravest({ points: [...points] })?.point).toBe('no_dmarc');
});

test('of several senders the one is told of whose mail fares worst', () => {
  const of = (point: 'signed' | 'no_dmarc' | 'free_mail', level: 'pass' | 'warn' | 'refuse') => ({
    points: [{ point, level }],
  });
  const [well, warned, refused] = [of('signed', 'pass'), of('no_dmarc', 'warn'), of('free_mail', 'refuse')];
  expect(worst([well])).toBeUndefined();
  expect(worst([well, warned, refused])?.check).toBe(refused);
  expect(worst([warned, well])?.point.point).toBe('no_dmarc');
});

test('what passes is good, what is wrong is to be mended, and what nobody knows is neither', () => {
  expect(toneOf({ aspect: 'spf', sighting: 'passes', level: 'pass' })).toBe('good');
  expect(toneOf({ aspect: 'spf', sighting: 'fails', level: 'warn' })).toBe('wait');
  expect(toneOf({ aspect: 'dmarc', sighting: 'fails', level: 'pass' })).toBe('quiet');
  expect(toneOf({ aspect: 'dkim', sighting: 'elsewhere', level: 'pass' })).toBe('quiet');
});

test('a cure is offered to those who can take it', () => {
  expect(cureOf('free_mail', { own: true, maySet: false })).toBe('/profile/outgoing');
  expect(cureOf('free_mail', { own: false, maySet: true })).toBe('/settings/outgoing');
  expect(cureOf('unencrypted', { own: true, maySet: false })).toBe('/profile/outgoing');
  expect(cureOf('unencrypted', { own: false, maySet: true })).toBe('/settings/outgoing');
  expect(cureOf('no_sender_domain', { own: true, maySet: true })).toBe('/settings/sender-domains');
  expect(cureOf('no_sender_domain', { own: true, maySet: false })).toBeNull();
  expect(cureOf('no_such_domain', { own: false, maySet: true })).toBeNull();
});
