import { renderHook } from '@testing-library/react';
import { expect, test, vi } from 'vitest';
import { useLeaveQuestion } from './use-leave-question';

type Options = { shouldBlockFn: () => Promise<boolean>; enableBeforeUnload: boolean };
const blocker = vi.hoisted(() => ({ asked: [] as unknown[], answer: false }));
vi.mock('@tanstack/react-router', () => ({ useBlocker: (options: unknown) => blocker.asked.push(options) }));
vi.mock('../confirm/ConfirmProvider', () => ({ useConfirm: () => async () => blocker.answer }));

test('a page is left at once while nothing would be lost, and else when somebody says so', async () => {
  const { rerender } = renderHook(({ changed }) => useLeaveQuestion(changed), {
    initialProps: { changed: false },
  });
  const last = () => blocker.asked.at(-1) as Options;
  expect(await last().shouldBlockFn()).toBe(false);
  rerender({ changed: true });
  expect(last().enableBeforeUnload).toBe(true);
  expect(await last().shouldBlockFn()).toBe(true);
  blocker.answer = true;
  expect(await last().shouldBlockFn()).toBe(false);
});
