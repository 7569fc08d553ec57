import { expect, test } from 'vitest';
import { isHeldForDomains, keptBy } from './kept';

const AT = '2026-11-28T10:00:00Z';
const MAIL = {
  deleted_at: null,
  held_at: null,
  state: 'queued',
  goes_at: null,
  held_for: [] as string[],
} as const;

test('what is nearest to the mail is told first', () => {
  const held = { ...MAIL, held_for: ['example.org'] };
  expect(keptBy({ ...held, deleted_at: AT, held_at: AT }, true)).toBe('binned');
  expect(keptBy({ ...held, held_at: AT }, true)).toBe('stopped');
  expect(keptBy(held, true)).toBe('allStopped');
  expect(keptBy(held, false)).toBe('domainStopped');
  expect(keptBy(MAIL, false)).toBeUndefined();
});

test('a mail of which something goes is not held as a whole', () => {
  const held = { ...MAIL, held_for: ['example.org'] };
  expect(isHeldForDomains(held)).toBe(true);
  expect(isHeldForDomains({ ...held, goes_at: AT })).toBe(false);
  expect(isHeldForDomains({ ...held, state: 'sent' })).toBe(false);
});
