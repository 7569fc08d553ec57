import { expect, test } from 'vitest';
import type { Message } from '@/lib/api/types';
import { addressNow, gathered, isForOthers, partFailed, sentAnew, standingOf } from './failures';

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

const sent = (id: number, rest: Of = {}) =>
  ({
    id: String(id),
    class: 'person',
    direction: 'sent',
    outbox_id: String(id),
    text: 'Hello.',
    to: [{ name: null, address: 'kari@kunde.example' }],
    cc: [],
    bcc: [],
    created_at: `2026-11-30T10:00:${String(id).padStart(2, '0')}Z`,
    delivery: { state: 'failed' },
    ...rest,
  }) as unknown as Message;
const failed = (id: number, of: Of = {}) => entry(id, { created_at: '2026-11-30T10:00:08Z', ...of });

test('a mail that went to the right address since settles the entry about the wrong one', () => {
  const put = (what: string) => ({
    at: '2026-11-30T10:00:09Z',
    params: { from: 'Kari@kunde.example', to: 'kari@ny.example' },
    user_name: 'Ada',
    what,
  });
  const anew = (state: string) =>
    sent(10, {
      text: 'Written anew.',
      to: [{ name: null, address: 'kari@ny.example' }],
      delivery: { state } as Message['delivery'],
    });
  const standing = (state: string, what = 'corrected') =>
    sentAnew({ messages: [sent(7), failed(8), anew(state)], log: [put(what)] }, failed(8));
  expect(standing('sent')).toEqual({ to: 'kari@ny.example', state: 'arrived' });
  expect(standing('queued', 'readdressed')).toEqual({ to: 'kari@ny.example', state: 'underway' });
  expect(standing('failed')).toEqual({ to: 'kari@ny.example', state: 'failed' });
  expect(standing('sent', 'customer')).toBeUndefined();
});

test('the same mail to the same address once more settles it too, and another one does not', () => {
  const [mail, one] = [sent(7), failed(8)];
  const again = sent(9, { delivery: { state: 'sent' } as Message['delivery'] });
  expect(sentAnew({ messages: [mail, one, again], log: [] }, one)).toEqual({
    to: 'kari@kunde.example',
    state: 'arrived',
  });
  const other = { ...again, text: 'Something else.' };
  expect(sentAnew({ messages: [mail, one, other], log: [] }, one)).toBeUndefined();
});

test('a mail that reached some of its recipients says how many it did not reach', () => {
  const to = ['kari', 'ola', 'per'].map((name) => ({ name: null, address: `${name}@kunde.example` }));
  const mail = sent(7, { to });
  const of = (messages: Message[]) => partFailed({ messages, log: [] }, mail);
  expect(of([mail, failed(8)])).toEqual({ failed: 1, all: 3 });
  expect(of([mail, failed(8, { recipient_state: 'sent' })])).toBeUndefined();
  expect(partFailed({ messages: [sent(7), failed(8)], log: [] }, sent(7))).toBeUndefined();
});

test('a recipient for whom the mail went again is not without it, unless that failed in turn', () => {
  const to = ['kari', 'ola', 'per'].map((name) => ({ name: null, address: `${name}@kunde.example` }));
  const mail = sent(7, { to });
  const both = [mail, failed(8), failed(9, { address: 'ola@kunde.example' })];
  const again = (state: string) =>
    sent(10, { to: to.slice(0, 1), delivery: { state } as Message['delivery'] });
  const of = (messages: Message[]) => partFailed({ messages, log: [] }, mail);
  expect(of(both)).toEqual({ failed: 2, all: 3 });
  expect(of([...both, again('queued')])).toEqual({ failed: 1, all: 3 });
  expect(of([...both, again('failed')])).toEqual({ failed: 2, all: 3 });
  expect(of([...both.slice(0, 2), again('sent')])).toEqual({ failed: 0, all: 3 });
});

test('an address that was corrected twice is the last, and so is the mail that went there', () => {
  const failed = entry(1, { created_at: '2026-11-29T20:00:00Z' });
  const corrected = (at: string, from: string, to: string) => ({
    at,
    what: 'corrected',
    user_name: 'Ada',
    params: { from, to },
  });
  const log = [
    corrected('2026-11-29T20:10:00Z', 'Kari@kunde.example', 'kari@feil.example'),
    corrected('2026-11-29T20:20:00Z', 'kari@feil.example', 'kari@rett.example'),
  ] as never[];
  expect(addressNow(log, failed)).toBe('kari@rett.example');
  expect(addressNow([], failed)).toBe('kari@kunde.example');
  const went = {
    ...entry(5),
    class: 'person',
    direction: 'sent',
    outbox_id: '8',
    text: 'Hei',
    created_at: '2026-11-29T20:30:00Z',
    to: [{ name: null, address: 'kari@rett.example' }],
    cc: [],
    bcc: [],
    delivery: { state: 'sent' },
  } as unknown as Message;
  expect(sentAnew({ messages: [failed, went], log }, failed)).toEqual({
    to: 'kari@rett.example',
    state: 'arrived',
  });
});

test('a draft to another address than the wrong one lies ready', () => {
  const isFor = (to: string[] | null, bcc: string[] = []) => isForOthers([entry(1)], { to, bcc });
  expect(isFor(['kari@ny.example'])).toBe(true);
  expect(isFor(['kari@ny.example', 'Kari@kunde.example'])).toBe(false);
  expect(isFor(null)).toBe(false);
  expect(isFor([], ['kari@ny.example'])).toBe(true);
  expect(isFor([], ['kari@kunde.example'])).toBe(false);
});
