import { expect, test } from 'vitest';
import type { OutboxWait } from '@/lib/api/types';
import { sameWaits } from './same-waits';

const wait = (domain: string, over: Partial<OutboxWait> = {}): OutboxWait => ({
  domain,
  rule: 'silent',
  destination: 'smtp.relay.example',
  held_by: 'relay:7',
  until: '2026-11-29T17:19:00Z',
  since: null,
  words: '421 try later',
  meaning: null,
  host: null,
  failures: 1,
  others: 2,
  more_others: false,
  per_minute: null,
  share_percent: null,
  ...over,
});
const delivery = (recipient: string, next = '2026-11-29T17:23:00Z', state = 'queued' as const) => ({
  recipient,
  state,
  next_attempt_at: next,
});

test('what several recipients wait for alike stands once, with all of them', () => {
  const told = sameWaits(
    [wait('a.example'), wait('b.example', { failures: 4 })],
    [delivery('ola@A.example'), delivery('kari@b.example'), delivery('per@b.example')],
  );
  expect(told.map(({ recipients }) => recipients)).toEqual([
    ['ola@A.example', 'kari@b.example', 'per@b.example'],
  ]);
});

test('another reason stands for itself', () => {
  const waits = [wait('a.example'), wait('b.example', { words: '451 not now' })];
  const told = sameWaits(waits, [delivery('ola@a.example'), delivery('kari@b.example')]);
  expect(told.map(({ recipients }) => recipients)).toEqual([['ola@a.example'], ['kari@b.example']]);
});

test('a recipient is tried at the time that the list shows, and not before what holds all up ends', () => {
  const when = (until: string | null, next: string) =>
    sameWaits([wait('a.example', { until })], [delivery('ola@a.example', next)])[0]?.when;
  expect(when('2026-11-29T17:19:00Z', '2026-11-29T17:23:00Z')).toBe('2026-11-29T17:23:00Z');
  expect(when('2026-11-29T17:29:00Z', '2026-11-29T17:23:00Z')).toBe('2026-11-29T17:29:00Z');
  expect(when(null, '2026-11-29T17:23:00Z')).toBe('2026-11-29T17:23:00Z');
});
