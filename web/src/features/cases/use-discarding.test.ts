import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { renderHook } from '@testing-library/react';
import { createElement, type ReactNode } from 'react';
import { beforeEach, expect, test, vi } from 'vitest';
import { putDraft } from './api/drafts';
import { notifyUndo } from './components/UndoToast';
import { emptyDraft } from './draft';
import { useDiscarding } from './use-discarding';

vi.mock('./components/UndoToast', () => ({ notifyUndo: vi.fn(() => vi.fn()) }));
const lying = vi.hoisted(() => ({ rows: [] as { mode: string }[] }));
vi.mock('./api/drafts', () => ({
  draftsQuery: (id: string) => ({ queryKey: ['cases', 'drafts', id], queryFn: async () => lying }),
  putDraft: vi.fn(async () => undefined),
}));

const wrapper = ({ children }: { children: ReactNode }) =>
  createElement(QueryClientProvider, { client: new QueryClient() }, children);
const upload = { id: '5', name: 'a.txt' };
const draft = { ...emptyDraft('reply'), text: 'Hello', version: 3 };

function writing(text: string) {
  const drafts = {
    draft: { ...draft, text },
    slot: 'reply',
    clear: vi.fn(),
    putBack: vi.fn(),
    settled: async () => undefined,
  };
  const files = { uploadsOf: () => [upload], clear: vi.fn(), restore: vi.fn() };
  return { drafts, files } as unknown as Parameters<typeof useDiscarding>[1] & {
    drafts: typeof drafts;
    files: typeof files;
  };
}

beforeEach(() => {
  vi.useFakeTimers();
  vi.clearAllMocks();
  lying.rows = [];
});

function discarded() {
  const before = writing('Hello');
  const gone = vi.fn();
  const hook = renderHook(({ now }) => useDiscarding('9', now, gone), {
    wrapper,
    initialProps: { now: before },
  });
  hook.result.current();
  const after = writing('');
  hook.rerender({ now: after });
  const [undo] = vi.mocked(notifyUndo).mock.calls.map(([said]) => said.onUndo);
  return { ...hook, before, after, gone, undo };
}

test('a draft that was thrown away comes back with its files', () => {
  const { before, after, gone, undo } = discarded();
  expect(before.drafts.clear).toHaveBeenCalledWith('reply', true);
  expect(gone).toHaveBeenCalledOnce();
  undo?.();
  expect(after.files.restore).toHaveBeenCalledWith('reply', [upload], null);
  expect(after.drafts.putBack).toHaveBeenCalledWith(expect.objectContaining({ text: 'Hello' }));
});

test('it comes back also when its case is not on the screen any more', async () => {
  const { unmount, undo } = discarded();
  unmount();
  undo?.();
  await vi.waitFor(() => expect(putDraft).toHaveBeenCalledOnce());
  expect(vi.mocked(putDraft).mock.calls[0]?.[2]).toMatchObject({ text: 'Hello', upload_ids: ['5'] });
});

test('nor is what was begun in its case by whoever came back', async () => {
  lying.rows = [{ mode: 'reply_all' }];
  const fetched = vi.spyOn(QueryClient.prototype, 'fetchQuery');
  const { unmount, undo } = discarded();
  unmount();
  undo?.();
  await vi.waitFor(() => expect(fetched).toHaveBeenCalledOnce());
  await fetched.mock.results[0]?.value;
  await Promise.resolve();
  expect(putDraft).not.toHaveBeenCalled();
});

test('what is begun since is not written over', () => {
  const { rerender } = discarded();
  const close = vi.mocked(notifyUndo).mock.results[0]?.value;
  rerender({ now: writing('Another') });
  expect(close).toHaveBeenCalledOnce();
});
