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
  last_code: 451,
  last_enhanced: null,
  last_words: 'later',
  last_host: null,
  meaning: { by_server: true, class: 'greylisted', cause: null, of_relay: false, gave_up_after_s: null },
  log: [],
} as unknown as Delivery;

test('of a stopped mail each recipient says that it waits for a person, and not when it goes', () => {
  show(<Deliveries deliveries={[DELIVERY]} kept="stopped" />);
  expect(screen.getAllByText('It is stopped, and waits until somebody lets it go.').length).toBe(1);
  expect(screen.queryByText(/Next try/)).toBeNull();
  expect(screen.queryByText(/by itself/)).toBeNull();
  expect(screen.getByText('Stopped')).toBeDefined();
});

test('of one that waits by itself each says when', () => {
  show(<Deliveries deliveries={[DELIVERY]} kept={undefined} />);
  expect(screen.getByText(/Next try/)).toBeDefined();
  expect(screen.getByText(/by itself/)).toBeDefined();
});

test('of one in the bin nobody is told that it waits to be let go', () => {
  show(<Deliveries deliveries={[DELIVERY]} kept="binned" />);
  expect(screen.getByText('It is in the bin, and is not sent from there.')).toBeDefined();
  expect(screen.queryByText('Stopped')).toBeNull();
});
