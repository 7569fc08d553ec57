import { screen } from '@testing-library/react';
import { expect, test } from 'vitest';
import type { Delivery } from '@/lib/api/types';
import { show } from '@/test/Render';
import { Deliveries, withCodes } from './Deliveries';

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

test('the time of a recipient is that at which he can go, and there is none while a person is waited for', () => {
  const paused = { ...DELIVERY, next_attempt_at: '2020-11-28T10:05:00Z' };
  const { unmount } = show(<Deliveries deliveries={[paused]} kept={undefined} />);
  expect(screen.getByText(/^Next try .*2030/).getAttribute('title')).toMatch(/^in /);
  unmount();
  show(<Deliveries deliveries={[{ ...paused, goes_at: null }]} kept={undefined} />);
  expect(screen.queryByText(/Next try/)).toBeNull();
});

test('of mail that is to be sent later each recipient says when it goes, and of no try', () => {
  show(<Deliveries deliveries={[{ ...DELIVERY, attempts: 0, last_words: null }]} kept={undefined} planned />);
  expect(screen.getByText(/^Will be sent .*2030/)).toBeDefined();
  expect(screen.queryByText(/Next try/)).toBeNull();
});

test('whoever it did not reach stands first', () => {
  const of = (id: string, state: Delivery['state']) => ({ ...DELIVERY, id, recipient: `${id}@a.no`, state });
  const deliveries = [of('1', 'sent'), of('2', 'queued'), of('3', 'failed'), of('4', 'failed')];
  show(<Deliveries deliveries={deliveries} kept={undefined} />);
  const shown = screen.getAllByText(/@a\.no$/).map((one) => one.textContent);
  expect(shown).toEqual(['3@a.no', '4@a.no', '2@a.no', '1@a.no']);
});

test('of a copy that nobody asked for it is said that the mail has not failed with it', () => {
  const { unmount } = show(<Deliveries deliveries={[DELIVERY]} kept={undefined} />);
  expect(screen.queryByText(/^A copy that the sender/)).toBeNull();
  unmount();
  show(<Deliveries deliveries={[{ ...DELIVERY, state: 'failed', unasked: true }]} kept={undefined} />);
  expect(screen.getByText(/^A copy that the sender/)).toBeDefined();
});

test('a recipient for whom another mail went is none of those whom it did not reach', () => {
  const of = (id: string, sent_anew: boolean) =>
    ({ ...DELIVERY, id, recipient: `${id}@a.no`, state: 'failed', sent_anew }) as Delivery;
  show(<Deliveries deliveries={[of('1', true), of('2', false)]} kept={undefined} />);
  expect(screen.getAllByText(/@a\.no$/).map((one) => one.textContent)).toEqual(['2@a.no', '1@a.no']);
  expect(screen.getAllByText('Sent again')).toHaveLength(1);
  expect(screen.getAllByText('Failed')).toHaveLength(1);
});

test('a code that the words begin with is not said twice', () => {
  expect(withCodes(null, '5.1.1', '550 5.1.1 User unknown')).toBe('550 5.1.1 User unknown');
  expect(withCodes(550, '5.1.1', 'User unknown')).toBe('550 5.1.1 User unknown');
  expect(withCodes(550, null, '5.1.1 User unknown')).toBe('550 5.1.1 User unknown');
});

test('of one in the bin nobody is told that it waits to be let go', () => {
  show(<Deliveries deliveries={[DELIVERY]} kept="binned" />);
  expect(screen.getByText('It is in the bin, and is not sent from there.')).toBeDefined();
  expect(screen.queryByText('Stopped')).toBeNull();
});

test('an attempt that failed because the connection was lost is not told as refused', () => {
  const attempt = {
    at: '2026-11-28T10:05:00Z',
    result: 'failed',
    code: null,
    enhanced: null,
    words: 'the connection broke',
    meaning: { by_server: false, class: 'host-down', of_relay: false },
    held_back: null,
    host: 'mx.a.no',
    tls: false,
    encryption: null,
    duration_ms: 2,
  };
  const of = (over: object) =>
    ({
      ...DELIVERY,
      state: 'failed',
      last_words: null,
      log: [{ ...attempt, ...over }],
    }) as unknown as Delivery;
  const { unmount } = show(<Deliveries deliveries={[of({})]} kept={undefined} />);
  expect(screen.getByText('Did not arrive')).toBeDefined();
  expect(screen.queryByText('Refused')).toBeNull();
  expect(screen.getByText(/^mx\.a\.no · /).textContent).not.toContain('encrypted');
  unmount();
  const meaning = { ...attempt.meaning, by_server: true };
  show(<Deliveries deliveries={[of({ code: 550, words: 'no', meaning })]} kept={undefined} />);
  expect(screen.getByText('Refused')).toBeDefined();
});
