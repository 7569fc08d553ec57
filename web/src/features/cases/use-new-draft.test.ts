import { act, renderHook } from '@testing-library/react';
import { expect, test, vi } from 'vitest';
import { type Fields, useNewWriting } from './use-new-draft';

const server = vi.hoisted(() => ({
  kept: [] as { seen_version?: number | null }[],
  dropped: [] as (number | undefined)[],
  overwrote: false,
  isLost: false,
}));

vi.mock('./api/start-case', () => ({
  keepNewDraft: (body: { seen_version?: number | null }) => {
    server.kept.push(body);
    if (server.isLost) return Promise.reject(new Error('offline'));
    return Promise.resolve({ version: server.kept.length + 4, overwrote: server.overwrote });
  },
  keepNewDraftAtLast: () => undefined,
  dropNewDraft: (version: number | undefined) => {
    server.dropped.push(version);
    return Promise.resolve();
  },
}));

vi.mock('@/lib/requests/own-sending', () => ({ useLargestFile: () => 25 * 1024 * 1024 }));

const empty: Fields = {
  mailbox_id: '1',
  to: [],
  cc: [],
  bcc: [],
  subject: '',
  text: '',
  html: null,
  signature: null,
  from: null,
  template_id: null,
  needs_tls: false,
  tls_throughout: false,
  receipt: false,
  files_as_links: false,
};

test('a first mail keeps its key while it says the same, and gets another with each change', () => {
  const { result } = renderHook(() => useNewWriting(null, empty));
  act(() => result.current.change({ text: 'Hello' }));
  const key = result.current.sendKey();
  expect(key).toMatch(/^[0-9a-f]{32}$/);
  // It is sent off, the answer is lost, and the draft comes back.
  act(() => void result.current.finish());
  act(() => result.current.goOn());
  act(() => result.current.change({ text: 'Hello' }));
  expect(result.current.sendKey()).toBe(key);
  act(() => result.current.change({ text: 'Hello again' }));
  expect(result.current.sendKey()).not.toBe(key);
  const next = result.current.sendKey();
  act(() => result.current.discard());
  expect(result.current.sendKey()).not.toBe(next);
});

test('each change goes on from the version before it, and a mail of another window is told of', async () => {
  vi.useFakeTimers();
  server.kept.length = 0;
  server.overwrote = false;
  const { result, unmount } = renderHook(() => useNewWriting(null, empty));
  const pause = () => act(() => vi.advanceTimersByTimeAsync(1_000));
  act(() => result.current.change({ text: 'A' }));
  await pause();
  expect(server.kept.at(-1)?.seen_version).toBeNull();
  expect(result.current.version()).toBe(5);
  expect(result.current.overwrote).toBe(false);
  server.overwrote = true;
  act(() => result.current.change({ text: 'AB' }));
  await pause();
  expect(server.kept.at(-1)?.seen_version).toBe(5);
  expect(result.current.overwrote).toBe(true);
  act(() => result.current.discard());
  await pause();
  expect(server.dropped.at(-1)).toBe(6);
  expect(result.current.version()).toBe(0);
  unmount();
  vi.useRealTimers();
});

test('a draft whose last answer was lost ends with its mail, whichever version it is', async () => {
  vi.useFakeTimers();
  server.kept.length = 0;
  server.overwrote = false;
  const { result, unmount } = renderHook(() => useNewWriting(null, empty));
  const pause = () => act(() => vi.advanceTimersByTimeAsync(1_000));
  act(() => result.current.change({ text: 'A' }));
  await pause();
  server.isLost = true;
  act(() => result.current.change({ text: 'AB' }));
  await pause();
  expect(result.current.keeping).toBe('failed');
  expect(result.current.version()).toBeUndefined();
  // The next save finds the version that nobody was told of, which is no other window's.
  server.isLost = false;
  server.overwrote = true;
  act(() => result.current.change({ text: 'ABC' }));
  await pause();
  expect(result.current.overwrote).toBe(false);
  expect(result.current.version()).toBe(7);
  server.overwrote = false;
  unmount();
  vi.useRealTimers();
});
