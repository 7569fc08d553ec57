import { screen } from '@testing-library/react';
import { expect, test } from 'vitest';
import type { Delivery } from '@/lib/api/types';
import { show } from '@/test/Render';
import { Deliveries } from './Deliveries';

const DELIVERY = {
  id: '1',
  recipient: 'kari@customer.no',
  state: 'queued',
  attempts: 1,
  next_attempt_at: '2030-11-28T10:05:00Z',
  goes_at: '2030-11-28T10:05:00Z',
  last_code: 451,
  last_enhanced: null,
  last_words: 'later',
  last_host: null,
  meaning: { by_server: true, class: 'greylisted', cause: null, of_relay: false, gave_up_after_s: null },
  log: [],
} as unknown as Delivery;

test('of a stopped mail each recipient says that it waits for a person, and not when it goes', () => {
  show(<Deliveries deliveries={[DELIVERY]} stopped />);
  expect(screen.getAllByText('It is stopped, and waits until somebody lets it go.').length).toBe(1);
  expect(screen.queryByText(/Next try/)).toBeNull();
  expect(screen.queryByText(/by itself/)).toBeNull();
  expect(screen.getByText('Stopped')).toBeDefined();
});

test('of one that waits by itself each says when', () => {
  show(<Deliveries deliveries={[DELIVERY]} stopped={false} />);
  expect(screen.getByText(/Next try/)).toBeDefined();
  expect(screen.getByText(/by itself/)).toBeDefined();
});

test('the time of a recipient is that at which he can go, and there is none while a person is waited for', () => {
  const paused = { ...DELIVERY, next_attempt_at: '2020-11-28T10:05:00Z' };
  const { unmount } = show(<Deliveries deliveries={[paused]} stopped={false} />);
  expect(screen.getByText(/^Next try in/)).toBeDefined();
  unmount();
  show(<Deliveries deliveries={[{ ...paused, goes_at: null }]} stopped={false} />);
  expect(screen.queryByText(/Next try/)).toBeNull();
});
