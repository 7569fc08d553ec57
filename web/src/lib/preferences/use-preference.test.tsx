import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { act, renderHook } from '@testing-library/react';
import type { ReactNode } from 'react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';

beforeEach(() => {
  // It does not answer yet.
  vi.stubGlobal('fetch', () => new Promise(() => undefined));
});
afterEach(() => vi.unstubAllGlobals());

/** The application as a tab loads it in which he is signed in. */
async function tabOf(id: string) {
  vi.resetModules();
  const { noteSignedIn } = await import('@/lib/session/known-here');
  noteSignedIn({ user: { id } } as Parameters<typeof noteSignedIn>[0]);
  const { usePreference } = await import('./use-preference');
  const client = new QueryClient();
  const wrapper = ({ children }: { children: ReactNode }) => (
    <QueryClientProvider client={client}>{children}</QueryClientProvider>
  );
  return renderHook(() => usePreference('compose.recent'), { wrapper });
}

test('a choice is known before the server has answered, and to nobody who signs in here after', async () => {
  const first = await tabOf('1');
  act(() => first.result.current[1](['kari@a.no']));
  first.unmount();
  const again = await tabOf('1');
  expect(again.result.current[0]).toEqual(['kari@a.no']);
  const other = await tabOf('2');
  expect(other.result.current[0]).toBeNull();
});
