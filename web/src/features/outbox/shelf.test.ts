import { expect, test } from 'vitest';
import { atShelf, shelfOf, stoppedFor } from './shelf';

test('a shelf is found again by what the address says of it', () => {
  for (const shelf of ['bin', 'stopped', 'failed', 'queue']) expect(shelfOf(atShelf(shelf))).toBe(shelf);
});

test('all that is stopped for a domain is shown, whatever was searched for and wherever one was', () => {
  const before = { q: 'offer', age: 'day', destination: 'mx:google.com', failed: true, domain: 'other.test' };
  const after = { ...before, ...stoppedFor('example.org') };
  const said = Object.fromEntries(Object.entries(after).filter(([, value]) => value !== undefined));
  expect(said).toEqual({ domain: 'example.org', stopped: true });
});
