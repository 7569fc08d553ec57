import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { act, renderHook } from '@testing-library/react';
import type { ReactNode } from 'react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { forgetName, tellNames } from '@/lib/mail/told-names';
import { useForgetRecipients, useRecentRecipients } from './use-recent-recipients';

beforeEach(() => {
  localStorage.clear();
  vi.useFakeTimers();
  vi.stubGlobal('fetch', () => new Promise(() => undefined));
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

function shown() {
  const client = new QueryClient();
  const wrapper = ({ children }: { children: ReactNode }) => (
    <QueryClientProvider client={client}>{children}</QueryClientProvider>
  );
  client.setQueryData(['preferences'], {});
  return renderHook(() => ({ recent: useRecentRecipients(), forget: useForgetRecipients() }), { wrapper });
}

test('an address that somebody has no more is forgotten, and the others stay in their order', async () => {
  const hook = shown();
  const named = (address: string) => ({ address, name: null });
  act(() => hook.result.current.recent[1]([named('a@b.no'), named('kari@old.no'), named('c@b.no')]));
  const told = () => act(() => vi.advanceTimersByTimeAsync(1));
  await told();
  act(() => hook.result.current.forget(['Kari@old.no ']));
  await told();
  expect(hook.result.current.recent[0].map(({ address }) => address)).toEqual(['a@b.no', 'c@b.no']);
  // What waits to be kept is sent to nobody here.
  hook.unmount();
});

test('whoever is written to without a name keeps the one that is known', async () => {
  const hook = shown();
  const told = () => act(() => vi.advanceTimersByTimeAsync(1));
  tellNames([{ address: 'per@b.no', name: 'Per Li' }]);
  act(() => hook.result.current.recent[1]([{ address: 'Kari@b.no', name: 'Kari Vik' }]));
  await told();
  const bare = ['per@b.no', 'kari@b.no', 'x@b.no'].map((address) => ({ address, name: null }));
  act(() => hook.result.current.recent[1](bare));
  await told();
  expect(hook.result.current.recent[0].map(({ name }) => name)).toEqual(['Per Li', 'Kari Vik', null]);
  // One that was taken off is not kept on.
  forgetName('per@b.no');
  act(() => hook.result.current.recent[1](bare));
  await told();
  expect(hook.result.current.recent[0].map(({ name }) => name)).toEqual([null, 'Kari Vik', null]);
  hook.unmount();
});
