import { renderHook } from '@testing-library/react';
import { beforeEach, expect, test, vi } from 'vitest';
import { notifyUndo } from './components/UndoToast';
import type { useNewWriting } from './use-new-draft';
import { useThrowingAway } from './use-throwing-away';

vi.mock('./components/UndoToast', () => ({ notifyUndo: vi.fn(() => vi.fn()) }));

const upload = { id: '5', name: 'a.txt' };

function writing(text: string) {
  const fields = { to: ['kari@customer.test'], subject: '', text, html: null };
  const files = { uploadsOf: () => [upload], restore: vi.fn() };
  const all = { fields, files, change: vi.fn(), discard: vi.fn() };
  return all as unknown as ReturnType<typeof useNewWriting> & typeof all;
}

beforeEach(() => vi.clearAllMocks());

function thrownAway() {
  const before = writing('Hello');
  const hook = renderHook(({ now }) => useThrowingAway(now), { initialProps: { now: before } });
  hook.result.current();
  const after = writing('');
  hook.rerender({ now: after });
  const close = vi.mocked(notifyUndo).mock.results[0]?.value;
  const undo = vi.mocked(notifyUndo).mock.calls[0]?.[0].onUndo;
  return { ...hook, before, after, close, undo };
}

test('the first mail of a case that was thrown away comes back with its files', () => {
  const { before, after, close, undo } = thrownAway();
  expect(before.discard).toHaveBeenCalledOnce();
  expect(close).not.toHaveBeenCalled();
  undo?.();
  expect(after.files.restore).toHaveBeenCalledWith('new', [upload], null);
  expect(after.change).toHaveBeenCalledWith(before.fields);
});

test('what is begun since is not written over, and nothing comes back to a form that is gone', () => {
  const { rerender, close, unmount } = thrownAway();
  rerender({ now: writing('Another') });
  expect(close).toHaveBeenCalledOnce();
  unmount();
  expect(close).toHaveBeenCalledOnce();
});
