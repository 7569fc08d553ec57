import { expect, test } from 'vitest';
import { emailPlaces, firstPlace, settingsPlaces } from './places';

test('a place without its right is nowhere', () => {
  expect(emailPlaces(['outbox', 'blocked']).map((place) => place.to)).toEqual([
    '/email/outbox',
    '/email/blocked',
  ]);
  expect(settingsPlaces(['cases_all'])).toEqual([]);
});

test('everybody starts at the first place that his rights show', () => {
  expect(firstPlace(['cases_own', 'users'])).toBe('/cases');
  expect(firstPlace(['blocked'])).toBe('/email/blocked');
  expect(firstPlace(['users'])).toBe('/settings/users');
  expect(firstPlace([])).toBe('/profile');
});
