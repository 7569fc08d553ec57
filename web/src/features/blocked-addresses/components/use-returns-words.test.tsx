import { screen } from '@testing-library/react';
import { expect, test } from 'vitest';
import { show } from '@/test/Render';
import { isCountedAnew, useReturnsWords } from './use-returns-words';

function Words({ of }: { of: Parameters<ReturnType<typeof useReturnsWords>>[0] }) {
  return <p>{useReturnsWords()(of)}</p>;
}

const address = {
  blocked_at: '2026-11-01T08:00:00Z',
  reason: 'returned',
  class: 'mailbox-unknown',
  returns: 1,
  accepted_returns: 5,
} as const;

test('an address that was blocked at its first return is not said to be within what is accepted', () => {
  show(<Words of={address} />);
  expect(screen.getByText('1. Blocked whatever their number: Unknown recipient')).toBeDefined();
});

test('the limit is named where it blocked, and where it may yet', () => {
  show(<Words of={{ ...address, reason: 'limit', class: 'mailbox-full', returns: 6 }} />);
  expect(screen.getByText('6, over the limit of 5')).toBeDefined();
  show(<Words of={{ ...address, blocked_at: null, reason: null, returns: 3 }} />);
  expect(screen.getByText('3 of 5 returns before the address is blocked')).toBeDefined();
});

test('what the limit blocked is not compared with it once its returns are counted anew, or the limit is higher', () => {
  const blocked = { ...address, reason: 'limit', class: 'mailbox-full' } as const;
  show(<Words of={{ ...blocked, returns: 0 }} />);
  expect(screen.getByText('Blocked for too many returns')).toBeDefined();
  show(<Words of={{ ...blocked, returns: 6, accepted_returns: 10 }} />);
  expect(screen.getAllByText('Blocked for too many returns')).toHaveLength(2);
});

test('what a sure sign blocked is not said to have no returns once they are counted anew', () => {
  show(<Words of={{ ...address, returns: 0 }} />);
  expect(screen.getByText('Counted anew. Blocked whatever their number: Unknown recipient')).toBeDefined();
  expect(isCountedAnew({ ...address, returns: 0 })).toBe(true);
  expect(isCountedAnew({ ...address, reason: 'hand', returns: 0 })).toBe(false);
});

test('returns do not explain what somebody blocked by hand', () => {
  show(<Words of={{ ...address, reason: 'hand' }} />);
  expect(screen.getByText('1')).toBeDefined();
});
