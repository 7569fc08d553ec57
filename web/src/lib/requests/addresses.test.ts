import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { act, renderHook } from '@testing-library/react';
import { createElement, type ReactNode } from 'react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { useAddressCheck } from './addresses';

const server = { blocked: false, asked: 0 };

beforeEach(() => {
  vi.useFakeTimers();
  Object.assign(server, { blocked: false, asked: 0 });
  vi.stubGlobal('fetch', () => {
    server.asked += 1;
    const rows = [
      { input: 'kari@a.no', address: 'kari@a.no', blocked: server.blocked ? { scope: 'all' } : null },
    ];
    return Promise.resolve(Response.json({ rows }));
  });
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

/** The check on the screen, as far as the server has answered; `later` lets time go by. */
async function checked() {
  const client = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  const wrapper = ({ children }: { children: ReactNode }) =>
    createElement(QueryClientProvider, { client }, children);
  const later = (milliseconds: number) => act(() => vi.advanceTimersByTimeAsync(milliseconds));
  const hook = renderHook(() => useAddressCheck(['kari@a.no']), { wrapper });
  await later(1_000);
  return { client, later, blocked: () => hook.result.current[0]?.blocked?.scope };
}

test('a block that comes while an address stands there is known when the event arrives', async () => {
  const { client, later, blocked } = await checked();
  expect(blocked()).toBeUndefined();
  server.blocked = true;
  await act(() => client.invalidateQueries({ queryKey: ['addresses'] }));
  await later(100);
  expect(blocked()).toBe('all');
});

test('an address that stays on the screen is asked for again after a short time', async () => {
  const { later, blocked } = await checked();
  server.blocked = true;
  await later(31_000);
  expect(server.asked).toBe(2);
  expect(blocked()).toBe('all');
});
