import { expect, test } from 'vitest';
import type { Message } from '@/lib/api/types';
import { keptBy } from './kept';

const delivery = (given: object) =>
  ({
    state: 'queued',
    binned: false,
    held: false,
    all_stopped: false,
    domain_held: false,
    ...given,
  }) as unknown as NonNullable<Message['delivery']>;

test('what is nearest to the mail is told first', () => {
  const all = { binned: true, held: true, all_stopped: true, domain_held: true };
  expect(keptBy(delivery(all))).toBe('binned');
  expect(keptBy(delivery({ ...all, binned: false }))).toBe('stopped');
  expect(keptBy(delivery({ all_stopped: true, domain_held: true }))).toBe('allStopped');
  expect(keptBy(delivery({ domain_held: true }))).toBe('domainStopped');
  expect(keptBy(delivery({}))).toBeUndefined();
});
