import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { renderHook, waitFor } from '@testing-library/react';
import { createElement, type ReactNode } from 'react';
import { afterEach, expect, test, vi } from 'vitest';
import { noteSignedIn } from '@/lib/session/known-here';
import { sessionWith } from '@/test/Render';
import { draftsQuery } from './api/drafts';
import { putAtLast } from './api/put-at-last';
import { useNewDraft } from './api/start-case';
import { arrived, draftsOf, leave, newMailOf } from './last-words';

afterEach(() => vi.unstubAllGlobals());

const json = (body: object | null) =>
  new Response(JSON.stringify(body), { headers: { 'content-type': 'application/json' } });

test('a draft is read when what was typed last in it has arrived', async () => {
  const order: string[] = [];
  vi.stubGlobal('fetch', async ({ url }: Request) => {
    order.push(new URL(url).pathname);
    return json(url.includes('/new') ? null : { rows: [] });
  });
  const client = new QueryClient();
  const wrapper = ({ children }: { children: ReactNode }) =>
    createElement(QueryClientProvider, { client }, children);
  let answer = () => {};
  const running = new Promise<void>((resolve) => {
    answer = resolve;
  });
  const send = async () => void order.push('last');
  const left = Promise.all([newMailOf('a'), draftsOf('7')].map((what) => leave(what, { running, send })));
  const { result } = renderHook(() => useNewDraft('a'), { wrapper });
  const drafts = client.fetchQuery(draftsQuery('7'));
  await Promise.resolve();
  expect(order).toEqual([]);
  answer();
  await left;
  await drafts;
  await waitFor(() => expect(result.current.isFetched).toBe(true));
  expect(order.slice(0, 2)).toEqual(['last', 'last']);
  expect(order.slice(2).sort()).toEqual(['/api/v1/cases/7/drafts', '/api/v1/drafts/new']);
});

test('what cannot be sent at last keeps nobody waiting', async () => {
  const running = Promise.resolve();
  void leave(newMailOf('a'), { running, send: () => Promise.reject(new Error('offline')) });
  await expect(arrived(newMailOf('a'))).resolves.toBeUndefined();
});

test('what the browser does not carry beyond the end of a page is sent from the next one', async () => {
  const carried: (boolean | undefined)[] = [];
  vi.stubGlobal('fetch', async (_address: string, { keepalive }: RequestInit) => {
    carried.push(keepalive);
    if (keepalive) throw new TypeError('too large');
    return json({ version: 4 });
  });
  const body = { mode: 'new', text: 'long' } as unknown as Parameters<typeof putAtLast>[1];
  expect(await putAtLast('/drafts/new', body)).toEqual({ version: 4 });
  expect(carried).toEqual([true, false]);
});

test('what was typed last is not handed to somebody else who has signed in in another tab', async () => {
  const asked = vi.fn();
  vi.stubGlobal('fetch', asked);
  noteSignedIn(sessionWith());
  localStorage.setItem('posthus.signed-in', '2');
  const body = { mode: 'new', text: 'mine' } as unknown as Parameters<typeof putAtLast>[1];
  expect(await putAtLast('/drafts/new', body)).toBeUndefined();
  expect(asked).not.toHaveBeenCalled();
});
