import { screen } from '@testing-library/react';
import { afterEach, expect, test, vi } from 'vitest';
import type { Delivery, OutboxWait } from '@/lib/api/types';
import { show } from '@/test/Render';
import { allOf, canBePushed, canBeTried, hasSharedWait, WaitsFor } from './WaitsFor';

const wait = (rule: OutboxWait['rule']): OutboxWait => ({
  domain: 'example.org',
  rule,
  destination: null,
  held_by: null,
  until: null,
  goes_at: null,
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

afterEach(() => vi.unstubAllGlobals());

test('mail to a domain that is stopped says who stopped it, when and why', async () => {
  const stopped = { domain: 'example.org', by_operator: false, user_name: 'Ada Berg' };
  vi.stubGlobal('fetch', async () => Response.json({ rows: [stopped] }));
  const held = { ...wait('held_destination'), since: '2026-11-22T12:00:00.000Z', words: 'wrong price' };
  show(<WaitsFor waits={[held]} deliveries={[]} />);
  expect(
    await screen.findByText(/Ada Berg stopped all mail to example.org 22 November 2026.*wrong price/),
  ).toBeDefined();
  expect(screen.getByText(/can let mail to it go on/)).toBeDefined();
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
    'held_destination',
  ] as const)
    expect(hasSharedWait([wait('turn'), wait(rule)])).toBe(true);
});

test('what nobody can cut short is not offered to be tried at once, but what a server of our own said is', () => {
  expect(canBeTried({ ...wait('busy'), held_by: 'mx:google.com' })).toBe(false);
  expect(canBeTried({ ...wait('busy'), held_by: 'relay:smtp.example.org:587' })).toBe(true);
  for (const rule of [
    'destination_rate',
    'organisation_rate',
    'own_rate',
    'organisation_share',
    'held_destination',
  ] as const)
    expect(canBeTried(wait(rule))).toBe(false);
  for (const rule of ['silent', 'unprotected', 'refused', 'schedule'] as const)
    expect(canBeTried(wait(rule))).toBe(true);
  expect(canBePushed([wait('own_rate'), wait('schedule')])).toBe(true);
  expect(canBePushed([wait('own_rate'), { ...wait('busy'), held_by: 'domain:acme.no' }])).toBe(false);
  expect(canBePushed([])).toBe(true);
});

test('what waits for the same is shown by its destination, or by its domain where none holds it up', () => {
  expect(allOf({ ...wait('busy'), held_by: 'mx:google.com' })).toEqual({ destination: 'mx:google.com' });
  expect(allOf(wait('turn'))).toEqual({ domain: 'example.org' });
  expect(allOf(wait('held_destination'))).toEqual({ domain: 'example.org', stopped: true });
  for (const rule of [
    'organisation_rate',
    'own_rate',
    'organisation_share',
    'stopped',
    'stopped_by_operator',
  ] as const)
    expect(allOf({ ...wait(rule), others: 5000 })).toEqual({});
});

test('a reason that several recipients share stands once, with a few of their names and how many more', async () => {
  const waits = ['a', 'b', 'c', 'd', 'e'].map((name) => ({
    ...wait('organisation_share'),
    domain: `${name}.example`,
    share_percent: 50,
  }));
  const deliveries = waits.map(({ domain }) => ({
    recipient: `ola@${domain}`,
    state: 'queued',
    goes_at: null,
  }));
  show(<WaitsFor waits={waits} deliveries={deliveries as unknown as Delivery[]} />, 'outbox');
  expect(await screen.findAllByText(/50 per cent/)).toHaveLength(1);
  expect(screen.getByText('ola@a.example, ola@b.example, ola@c.example and 2 more')).toBeDefined();
});

test('a relay of ours that is not reached is named as the outgoing server, and nothing is laid at the domain', () => {
  const relay = { destination: 'smtp.relay.example', goes_at: '2026-11-29T17:23:00Z' };
  const waits = [{ ...wait('silent'), ...relay, held_by: 'relay:smtp.relay.example:587' }];
  const { unmount } = show(<WaitsFor waits={waits} deliveries={[]} />, 'outbox');
  expect(screen.getByText(/the outgoing server smtp\.relay\.example/)).toBeDefined();
  unmount();
  show(
    <WaitsFor waits={[{ ...wait('unprotected'), ...relay, held_by: 'shared:x:587' }]} deliveries={[]} />,
    'outbox',
  );
  expect(screen.queryByText(/the domain’s own people/)).toBeNull();
});

test('of an author’s own outgoing server nothing is laid at the organisation’s, and its author is told where to mend it', () => {
  const own = { destination: 'smtp.ola.example', held_by: 'relay:user 5:smtp.ola.example:587' };
  for (const rule of ['silent', 'busy', 'unprotected'] as const) {
    const { unmount } = show(<WaitsFor waits={[{ ...wait(rule), ...own }]} deliveries={[]} />, 'outbox');
    expect(screen.getByText(/smtp\.ola\.example, the author’s own outgoing server/)).toBeDefined();
    if (rule !== 'busy') expect(screen.getByText(/The author of the mail sees in the profile/)).toBeDefined();
    unmount();
  }
});
