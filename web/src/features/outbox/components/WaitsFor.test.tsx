import { expect, test } from 'vitest';
import type { OutboxWait } from '@/lib/api/types';
import { hasSharedWait } from './WaitsFor';

const wait = (rule: OutboxWait['rule']): OutboxWait => ({
  domain: 'example.org',
  rule,
  destination: null,
  until: null,
  since: null,
  words: null,
  meaning: null,
  host: null,
  failures: 0,
  others: 0,
  more_others: false,
  per_minute: null,
  share_percent: null,
});

test('a wait is shared where a destination or an organisation waits, not where one mail does', () => {
  expect(hasSharedWait([wait('turn'), wait('schedule')])).toBe(false);
  for (const rule of [
    'silent',
    'busy',
    'unprotected',
    'refused',
    'destination_rate',
    'organisation_rate',
    'own_rate',
    'organisation_share',
    'stopped',
    'stopped_by_operator',
  ] as const)
    expect(hasSharedWait([wait('turn'), wait(rule)])).toBe(true);
});
