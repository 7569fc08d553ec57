import { act, renderHook } from '@testing-library/react';
import { expect, test, vi } from 'vitest';
import { usePassing } from './use-passing';

const blocked = { at: '2026-11-01T08:00:00Z', scope: 'all', reason: 'returned', class: null, words: '' };

vi.mock('@/lib/requests/addresses', () => ({
  CHECKED_MAX: 100,
  useAddressCheck: (addresses: string[]) =>
    addresses
      .filter((input) => !input.startsWith('new'))
      .map((input) => ({ input, blocked: input.startsWith('bad') ? blocked : null })),
}));

test('what was said for one blocked address holds for no other, and not for long', () => {
  const { result, rerender } = renderHook(({ to }) => usePassing(to), {
    initialProps: { to: ['bad@a.example', 'good@a.example'] },
  });
  expect(result.current.passes_blocks).toBe(false);
  act(() => result.current.passes.set(true));
  expect(result.current.passes_blocks).toBe(true);
  rerender({ to: ['bad@a.example', 'other@a.example'] });
  expect(result.current.passes_blocks).toBe(true);
  rerender({ to: ['bad@a.example', 'bad@b.example'] });
  expect(result.current.passes.on).toBe(false);
  expect(result.current.passes_blocks).toBe(false);
  rerender({ to: ['bad@a.example', 'new@b.example'] });
  expect(result.current.passes_blocks).toBe(false);
  rerender({ to: ['bad@a.example'] });
  act(() => result.current.reset());
  expect(result.current.passes_blocks).toBe(false);
});

test('whom a mail would not go to is named until its author says that it shall go all the same', () => {
  const { result } = renderHook(() => usePassing(['good@a.example', 'bad@a.example', 'bad@b.example']));
  expect(result.current.unsaid).toEqual(['bad@a.example', 'bad@b.example']);
  act(() => result.current.passes.set(true));
  expect(result.current.unsaid).toEqual([]);
});
