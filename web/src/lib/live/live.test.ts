import { QueryClient } from '@tanstack/react-query';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { concernedKeys, listen } from './live';

class FakeSource extends EventTarget {
  static last: FakeSource;
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

test('after the line was lost everything is asked for again', () => {
  const client = new QueryClient();
  const refreshed = vi.spyOn(client, 'invalidateQueries');
  const states: boolean[] = [];
  const stop = listen(client, (up) => states.push(up));
  FakeSource.last.dispatchEvent(new Event('open'));
  expect(refreshed).not.toHaveBeenCalled();
  FakeSource.last.dispatchEvent(new Event('error'));
  FakeSource.last.dispatchEvent(new Event('open'));
  expect(states).toEqual([true, false, true]);
  expect(refreshed).toHaveBeenCalledTimes(1);
  stop();
});

test('a kind that is not known concerns its own name', () => {
  expect(concernedKeys('outbox')).toContain('cases');
  expect(concernedKeys('mailing')).toEqual(['mailing']);
});
