import { screen } from '@testing-library/react';
import { expect, test } from 'vitest';
import { Facts } from '@/components/facts/Facts';
import { show } from '@/test/Render';
import { useBlockedSince } from './use-blocked-since';

function Since({ of }: { of: Parameters<ReturnType<typeof useBlockedSince>>[0] }) {
  return <Facts facts={useBlockedSince()(of)} />;
}

const change = {
  at: '2026-11-20T09:00:00Z',
  by: '1',
  by_name: 'Ada',
  deed: 'blocked',
  note: '',
  outbox_id: null,
  reason: 'imported',
  scope: 'all',
} as const;
const listed = {
  blocked_at: '2025-03-01T00:00:00Z',
  reason: 'imported',
  scope: 'all',
  changes: [{ ...change, deed: 'on_trial', reason: null, scope: null }, change],
} as const;

const told = () => [...document.querySelectorAll('dt')].map((name) => name.textContent);

test('a block of an imported list tells what the other service says and when it came in', () => {
  show(<Since of={{ ...listed, changes: [...listed.changes] }} />);
  expect(told()).toEqual(['Blocked at the other service', 'Imported']);
  const times = [...document.querySelectorAll('time')].map((time) => time.dateTime.slice(0, 10));
  expect(times).toEqual(['2025-03-01', '2026-11-20']);
});

test('a list without dates, and what somebody blocked himself, have one', () => {
  show(<Since of={{ ...listed, blocked_at: '2026-11-20T08:59:00Z', changes: [change] }} />);
  expect(told()).toEqual(['Blocked']);
  show(<Since of={{ ...listed, reason: 'hand', changes: [change] }} />);
  expect(told()).toEqual(['Blocked', 'Blocked']);
  expect(screen.queryByText('Imported')).toBeNull();
});
