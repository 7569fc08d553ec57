import { QueryClient } from '@tanstack/react-query';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { concernedKeys, listen } from './live';

class FakeSource extends EventTarget {
  static readonly CLOSED = 2;
  static last: FakeSource;
  readyState = 1;
  closed = false;
  constructor(readonly url: string) {
    super();
    FakeSource.last = this;
  }
  close() {
    this.closed = true;
  }
  tell(kind: string) {
    this.dispatchEvent(new MessageEvent('message', { data: JSON.stringify({ seq: 1, kind, id: '7' }) }));
  }
}

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal('EventSource', FakeSource);
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

test('events that come together cause one refresh of what they concern', () => {
  const client = new QueryClient();
  const refreshed = vi.spyOn(client, 'invalidateQueries');
  const stop = listen(client, () => undefined);
  FakeSource.last.tell('case');
  FakeSource.last.tell('case');
  FakeSource.last.dispatchEvent(new MessageEvent('message', { data: 'no json' }));
  expect(refreshed).not.toHaveBeenCalled();
  vi.runAllTimers();
  expect(refreshed.mock.calls.map(([filter]) => filter?.queryKey)).toEqual([['cases'], ['summary']]);
  stop();
  expect(FakeSource.last.closed).toBe(true);
});

test('very many events make everything stale but who is signed in and what has a pace of its own', () => {
  const client = new QueryClient();
  const [cases, session, picture] = [['cases', 'list'], ['session'], ['outbox', 'picture']];
  for (const key of [cases, session, picture]) client.setQueryData(key, 1);
  const isStale = (key: string[]) => client.getQueryState(key)?.isInvalidated;
  const stop = listen(client, () => undefined);
  FakeSource.last.tell('outbox');
  FakeSource.last.tell('all');
  vi.advanceTimersByTime(300);
  expect([cases, session, picture].map(isStale)).toEqual([true, false, false]);
  stop();
});

test('the picture of the outbox is not drawn anew with each mail', () => {
  const client = new QueryClient();
  const [list, picture] = [
    ['outbox', 'list'],
    ['outbox', 'picture'],
  ];
  for (const key of [list, picture]) client.setQueryData(key, 1);
  const stop = listen(client, () => undefined);
  FakeSource.last.tell('outbox');
  vi.advanceTimersByTime(300);
  expect([list, picture].map((key) => client.getQueryState(key)?.isInvalidated)).toEqual([true, false]);
  stop();
});

test('a stream that is opened again at once was never lost', () => {
  const client = new QueryClient();
  const refreshed = vi.spyOn(client, 'invalidateQueries');
  const states: boolean[] = [];
  const stop = listen(client, (up) => states.push(up));
  FakeSource.last.dispatchEvent(new Event('open'));
  FakeSource.last.dispatchEvent(new Event('error'));
  vi.advanceTimersByTime(3_000);
  FakeSource.last.dispatchEvent(new Event('open'));
  vi.advanceTimersByTime(60_000);
  expect(states).toEqual([true, true]);
  expect(refreshed).not.toHaveBeenCalled();
  stop();
});

test('after the line was lost everything is asked for again', () => {
  const client = new QueryClient();
  const refreshed = vi.spyOn(client, 'invalidateQueries');
  const states: boolean[] = [];
  const stop = listen(client, (up) => states.push(up));
  FakeSource.last.dispatchEvent(new Event('error'));
  vi.advanceTimersByTime(10_000);
  FakeSource.last.dispatchEvent(new Event('open'));
  expect(states).toEqual([false, true]);
  expect(refreshed).toHaveBeenCalledTimes(1);
  stop();
});

test('a line that was refused is opened again', () => {
  const stop = listen(new QueryClient(), () => undefined);
  const refused = FakeSource.last;
  refused.readyState = FakeSource.CLOSED;
  refused.dispatchEvent(new Event('error'));
  vi.advanceTimersByTime(20_000);
  expect(FakeSource.last).not.toBe(refused);
  stop();
});

test('a kind that is not known concerns its own name', () => {
  expect(concernedKeys('outbox')).toContain('cases');
  expect(concernedKeys('mailing')).toEqual(['mailing']);
});

test('a block, a mail that came back and a changed person have addresses checked again', () => {
  for (const kind of ['settings', 'outbox', 'person']) expect(concernedKeys(kind)).toContain('addresses');
  for (const kind of ['settings', 'person']) expect(concernedKeys(kind)).toContain('persons');
});
