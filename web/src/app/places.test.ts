import { expect, test } from 'vitest';
import { emailPlaces, firstPlace, mayOpen, settingsGroups, settingsPlaces } from './places';

test('a place without its right is nowhere', () => {
  expect(emailPlaces(['outbox', 'blocked']).map((place) => place.to)).toEqual([
    '/email/outbox',
    '/email/blocked',
    '/email/blocked-addresses',
    '/email/returns',
  ]);
  expect(settingsPlaces(['cases_all'])).toEqual([]);
});

test('whoever sees cases finds what he sent, and the templates that he may write with', () => {
  expect(emailPlaces(['cases_own']).map((place) => place.to)).toEqual(['/email/sent', '/email/templates']);
  expect(mayOpen('/email/sent', ['cases_own'])).toBe(true);
  expect(mayOpen('/email/sent', ['outbox'])).toBe(false);
});

test('settings stand under a heading that has any, each once', () => {
  expect(settingsGroups(['templates']).map(({ group }) => group)).toEqual(['answers']);
  const answers = settingsGroups(['templates'])[0]?.places.map(({ to }) => to);
  expect(answers).toContain('/settings/faq');
  const everything = ['mailboxes', 'users', 'templates'] as const;
  const shown = settingsGroups(everything).flatMap(({ places }) => places.map(({ to }) => to));
  expect(shown.toSorted()).toEqual(
    settingsPlaces(everything)
      .map(({ to }) => to)
      .toSorted(),
  );
});

test('everybody starts at the first place that his rights show', () => {
  expect(firstPlace(['cases_own', 'users'])).toBe('/cases');
  expect(firstPlace(['blocked'])).toBe('/email/blocked');
  expect(firstPlace(['users'])).toBe('/settings/users');
  expect(firstPlace([])).toBe('/profile');
});

test('an address that the rights do not show leads nowhere', () => {
  expect(mayOpen('/settings/users', ['cases_all'])).toBe(false);
  expect(mayOpen('/settings/users', ['users'])).toBe(true);
  expect(mayOpen('/email/outbox', ['intake'])).toBe(false);
  expect(mayOpen('/cases/17', ['users'])).toBe(false);
  expect(mayOpen('/cases/17', ['cases_own'])).toBe(true);
  expect(mayOpen('/people/persons', ['blocked'])).toBe(false);
  expect(mayOpen('/profile', [])).toBe(true);
});
