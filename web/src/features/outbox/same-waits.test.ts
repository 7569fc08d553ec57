import { expect, test } from 'vitest';
import type { OutboxWait } from '@/lib/api/types';
import { firstGoing, sameWaits } from './same-waits';

const wait = (domain: string, over: Partial<OutboxWait> = {}): OutboxWait => ({
  domain,
  rule: 'silent',
  destination: 'smtp.relay.example',
  held_by: 'relay:7',
  until: '2026-11-29T17:19:00Z',
  goes_at: '2026-11-29T17:23:00Z',
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
const delivery = (recipient: string, goes_at: string | null = '2026-11-29T17:23:00Z') => ({
  recipient,
  state: 'queued' as const,
  goes_at,
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

test('each domain that mail is stopped to stands for itself', () => {
  const held = {
    rule: 'held_destination',
    held_by: null,
    goes_at: null,
    words: 'wrong price',
    others: 0,
  } as const;
  const deliveries = [delivery('ola@a.example', null), delivery('kari@b.example', null)];
  expect(sameWaits([wait('a.example', held), wait('b.example', held)], deliveries)).toHaveLength(2);
});

test('another reason stands for itself', () => {
  const waits = [wait('a.example'), wait('b.example', { words: '451 not now' })];
  const told = sameWaits(waits, [delivery('ola@a.example'), delivery('kari@b.example')]);
  expect(told.map(({ recipients }) => recipients)).toEqual([['ola@a.example'], ['kari@b.example']]);
});

test('recipients are tried at the time that the list shows, and those of another time stand for themselves', () => {
  const later = '2026-11-29T17:29:00Z';
  const told = sameWaits(
    [wait('a.example'), wait('b.example', { until: later, goes_at: later })],
    [delivery('ola@a.example'), delivery('kari@b.example', later), delivery('per@a.example', later)],
  );
  expect(told.map(({ when }) => when)).toEqual(['2026-11-29T17:23:00Z', later]);
  expect(told.map(({ recipients }) => recipients)).toEqual([
    ['ola@a.example'],
    ['per@a.example', 'kari@b.example'],
  ]);
  expect(firstGoing([delivery('a', later), delivery('b', null), delivery('c')])).toBe('2026-11-29T17:23:00Z');
  expect(sameWaits([wait('a.example', { goes_at: null })], [])[0]?.when).toBeNull();
});

test('what keeps all mail stands once for all domains, wherever they would go', () => {
  const kept = { rule: 'stopped', held_by: null, others: 5000 } as const;
  const told = sameWaits(
    [
      wait('a.example', { ...kept, destination: 'mx.a.example' }),
      wait('b.example', { ...kept, destination: null }),
    ],
    [delivery('ola@a.example'), delivery('kari@b.example')],
  );
  expect(told.map(({ recipients }) => recipients)).toEqual([['ola@a.example', 'kari@b.example']]);
});
