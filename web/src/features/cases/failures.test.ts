import { expect, test } from 'vitest';
import type { Message } from '@/lib/api/types';
import { gathered, standingOf } from './failures';

type Of = Partial<Message> & { address?: string; binned?: boolean };

const entry = (id: number, { address = 'kari@kunde.example', binned = false, ...rest }: Of = {}) =>
  ({
    id: String(id),
    class: 'delivery_failure',
    direction: 'comment',
    outbox_id: '7',
    removed: null,
    to: [{ name: null, address }],
    // Another recipient of the same mail is tried again.
    delivery: { state: 'queued', binned },
    recipient_state: 'failed',
    ...rest,
  }) as unknown as Message;

test('an entry goes by its own recipient, whatever becomes of the others of the mail', () => {
  expect(standingOf([], entry(1))).toBe('open');
  expect(standingOf([], entry(1, { recipient_state: 'sent' }))).toBe('arrived');
  expect(standingOf([], entry(1, { recipient_state: 'queued' }))).toBe('again');
  expect(standingOf([], entry(1, { binned: true }))).toBe('binned');
  expect(standingOf([], entry(1, { recipient_state: null, delivery: null }))).toBe('settled');
});

test('of two entries about the same recipient the newer one is open', () => {
  const [first, second] = [entry(1), entry(2, { address: 'Kari@kunde.example' })];
  expect(standingOf([first, second], first)).toBe('toldAnew');
  expect(standingOf([first, second], second)).toBe('open');
});

test('many entries of one mail are one, each recipient once', () => {
  const four = [1, 2, 3, 4].map((number) => entry(number, { address: `k${number}@kunde.example` }));
  const again = entry(5, { address: 'k1@kunde.example' });
  const other = entry(6, { outbox_id: '8' });
  const found = gathered([...four, again, other]);
  expect([...found.keys()]).toEqual(['7']);
  expect(found.get('7')?.map(({ id }) => id)).toEqual(['2', '3', '4', '5']);
  expect(gathered([...four.slice(0, 3), other]).size).toBe(0);
});
