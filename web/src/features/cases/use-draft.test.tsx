import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { act, renderHook } from '@testing-library/react';
import type { ReactNode } from 'react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { ApiProblem } from '@/lib/api/problem';
import type { DraftInput } from '@/lib/api/types';
import { useUnsaved } from '@/lib/drafts/unsaved';
import { useDraft } from './use-draft';

type Asked = {
  what: string;
  body?: DraftInput;
  answer: (version: number) => void;
  fail: (status?: number) => void;
  lose: () => void;
};

const server = vi.hoisted(() => ({ asked: [] as Asked[] }));

vi.mock('./api/drafts', () => {
  const ask = (what: string, body?: DraftInput) =>
    new Promise((resolve, reject) => {
      server.asked.push({
        what,
        body,
        answer: (version) => resolve({ version, overwrote: false }),
        fail: (status = 0) => reject(new ApiProblem({ status, code: 'none', detail: '' })),
        // As a save at last says that it did not arrive.
        lose: () => resolve(undefined),
      });
    });
  return {
    draftsQuery: (id: string) => ({ queryKey: ['drafts', id], queryFn: () => Promise.resolve({ rows: [] }) }),
    putDraft: (_id: string, mode: string, body: DraftInput) => ask(`put ${mode}`, body),
    putDraftAtLast: (_id: string, mode: string, body: DraftInput) => ask(`last ${mode}`, body),
    deleteDraft: (_id: string, mode: string) => ask(`delete ${mode}`),
  };
});

const files = { uploadsOf: () => [], onRestore: () => undefined };

async function written() {
  const client = new QueryClient();
  const wrapper = ({ children }: { children: ReactNode }) => (
    <QueryClientProvider client={client}>{children}</QueryClientProvider>
  );
  const hook = renderHook(() => useDraft('7', files), { wrapper });
  await pause();
  return { ...hook, client };
}

const pause = () => act(() => vi.advanceTimersByTimeAsync(1_000));
const asked = () => server.asked.map(({ what, body }) => (body ? `${what} ${body.text}` : what));
const answer = async (nth: number, version: number) => {
  await act(async () => server.asked[nth]?.answer(version));
};

beforeEach(() => {
  vi.useFakeTimers();
  server.asked.length = 0;
});
afterEach(async () => {
  // Nothing stays on its way for the next one.
  for (const { answer } of server.asked) answer(9);
  await vi.advanceTimersByTimeAsync(0);
  for (const { answer } of server.asked) answer(9);
  await vi.advanceTimersByTimeAsync(0);
  vi.useRealTimers();
});

test('each save waits for the one before it and goes on from its version', async () => {
  const { result, unmount } = await written();
  act(() => result.current.change({ text: 'A' }));
  await pause();
  act(() => result.current.change({ text: 'AB' }));
  await pause();
  expect(asked()).toEqual(['put reply A']);
  await answer(0, 5);
  expect(asked()).toEqual(['put reply A', 'put reply AB']);
  expect(server.asked[1]?.body?.seen_version).toBe(5);
  await answer(1, 6);
  expect(result.current.keeping).toBe('kept');
  unmount();
});

test('a mail is sent when all that is on its way has arrived, and nothing of it is kept behind it', async () => {
  const { result, unmount } = await written();
  act(() => result.current.change({ text: 'A' }));
  await pause();
  act(() => result.current.change({ text: 'AB' }));
  await pause();
  let isSettled = false;
  act(() => result.current.clear('reply', false));
  void result.current.settled().then(() => {
    isSettled = true;
  });
  await pause();
  expect(isSettled).toBe(false);
  await answer(0, 5);
  expect(isSettled).toBe(true);
  expect(asked()).toEqual(['put reply A']);
  // It could not be sent: the draft goes on from what the server has, which is nobody else's.
  act(() => result.current.putBack({ ...result.current.draft, text: 'AB' }));
  await pause();
  expect(asked()).toEqual(['put reply A', 'put reply AB']);
  expect(server.asked[1]?.body?.seen_version).toBe(5);
  unmount();
});

test('a draft that is thrown away is deleted behind the save that is on its way', async () => {
  const { result, unmount } = await written();
  act(() => result.current.change({ text: 'A' }));
  await pause();
  act(() => result.current.clear('reply', true));
  await pause();
  expect(asked()).toEqual(['put reply A']);
  await answer(0, 5);
  expect(asked()).toEqual(['put reply A', 'delete reply']);
  act(() => result.current.change({ text: 'New' }));
  await pause();
  await answer(1, 0);
  expect(asked()).toEqual(['put reply A', 'delete reply', 'put reply New']);
  expect(server.asked[2]?.body?.seen_version).toBeNull();
  unmount();
});

test('throwing one draft away leaves the other to be kept', async () => {
  const { result, unmount } = await written();
  act(() => result.current.change({ text: 'An answer' }));
  act(() => result.current.start('comment'));
  act(() => result.current.change({ text: 'A note' }));
  act(() => result.current.clear('comment', true));
  await pause();
  await act(async () => server.asked[0]?.answer(0));
  expect(asked()).toEqual(['delete comment', 'put reply An answer']);
  unmount();
});

test('what is not kept when its author goes to another page follows what is on its way', async () => {
  const { result, unmount } = await written();
  act(() => result.current.change({ text: 'A' }));
  await pause();
  act(() => result.current.change({ text: 'AB' }));
  unmount();
  await pause();
  expect(asked()).toEqual(['put reply A']);
  await answer(0, 5);
  expect(asked()).toEqual(['put reply A', 'last reply AB']);
  expect(server.asked[1]?.body?.seen_version).toBe(5);
});

test('a save that failed is tried with the next change', async () => {
  const { result, unmount } = await written();
  act(() => result.current.change({ text: 'A' }));
  await pause();
  await act(async () => server.asked[0]?.fail());
  expect(result.current.keeping).toBe('failed');
  act(() => result.current.change({ text: 'AB' }));
  await pause();
  expect(asked()).toEqual(['put reply A', 'put reply AB']);
  unmount();
});

test('what is typed last goes at once where the window is closed while a save is on its way', async () => {
  const { result, unmount } = await written();
  act(() => result.current.change({ text: 'A' }));
  await pause();
  // On the page itself also what may not arrive.
  window.dispatchEvent(new Event('pagehide'));
  expect(asked()).toEqual(['put reply A', 'last reply A']);
  act(() => result.current.change({ text: 'AB' }));
  unmount();
  window.dispatchEvent(new Event('pagehide'));
  expect(asked().slice(2)).toEqual(['last reply AB']);
  await answer(0, 5);
  await answer(2, 6);
  window.dispatchEvent(new Event('pagehide'));
  expect(asked()).toHaveLength(3);
});

test('a save that fails as the page is left is tried once more', async () => {
  const { result, unmount } = await written();
  act(() => result.current.change({ text: 'A' }));
  await pause();
  unmount();
  await act(async () => server.asked[0]?.fail());
  expect(asked()).toEqual(['put reply A', 'last reply A']);
});

test('whoever comes back at once goes on with what he left, behind what is on its way', async () => {
  const { result, unmount } = await written();
  act(() => result.current.start('forward'));
  act(() => result.current.change({ text: 'A' }));
  await pause();
  act(() => result.current.change({ text: 'AB' }));
  unmount();
  const back = await written();
  expect(back.result.current.slot).toBe('forward');
  expect(back.result.current.draft.text).toBe('AB');
  act(() => back.result.current.change({ text: 'ABC' }));
  await pause();
  expect(asked()).toEqual(['put forward A']);
  await answer(0, 5);
  expect(asked()).toEqual(['put forward A', 'last forward AB']);
  await answer(1, 6);
  expect(asked().slice(2)).toEqual(['put forward ABC']);
  expect(server.asked[2]?.body?.seen_version).toBe(6);
  await answer(2, 7);
  back.unmount();
  // What has arrived is the server's to tell.
  const later = await written();
  expect(later.result.current.draft.text).toBe('');
  later.unmount();
});

test('the list of drafts is read again behind a save, and behind what was thrown away', async () => {
  const { result, client } = await written();
  const all = ['drafts', 'all'];
  const isOld = () => client.getQueryState(all)?.isInvalidated;
  client.setQueryData(all, []);
  act(() => result.current.change({ text: 'A' }));
  await pause();
  expect(isOld()).toBe(false);
  await answer(0, 1);
  expect(isOld()).toBe(true);
  client.setQueryData(all, []);
  act(() => result.current.clear('reply', true));
  await pause();
  expect(isOld()).toBe(false);
  await answer(1, 0);
  expect(isOld()).toBe(true);
});

test('a draft that could not be kept is tried again by itself, after pauses that grow', async () => {
  const { result, unmount } = await written();
  act(() => result.current.change({ text: 'A' }));
  await pause();
  await act(async () => server.asked[0]?.fail());
  expect(result.current.keeping).toBe('failed');
  const after = (ms: number) => act(() => vi.advanceTimersByTimeAsync(ms));
  await after(2_000);
  expect(asked()).toEqual(['put reply A', 'put reply A']);
  // It is not said to be saved, nor said anew that it is not.
  expect(result.current.keeping).toBe('failed');
  await act(async () => server.asked[1]?.fail());
  await after(3_900);
  expect(asked()).toHaveLength(2);
  await after(100);
  await answer(2, 5);
  expect(result.current.keeping).toBe('kept');
  await after(600_000);
  expect(asked()).toHaveLength(3);
  unmount();
});

test('a draft that is refused for what it is is not asked for ever, and why stands there', async () => {
  const { result, unmount } = await written();
  act(() => result.current.change({ text: 'A' }));
  await pause();
  await act(async () => server.asked[0]?.fail(404));
  expect([result.current.keeping, result.current.problem?.status]).toEqual(['failed', 404]);
  await act(() => vi.advanceTimersByTimeAsync(600_000));
  expect(asked()).toHaveLength(1);
  act(() => result.current.change({ text: 'AB' }));
  await pause();
  await act(async () => server.asked[1]?.fail(503));
  expect(result.current.problem).toBeNull();
  await pause();
  await pause();
  await answer(2, 5);
  expect(result.current.keeping).toBe('kept');
  unmount();
});

test('it is tried at once when there is a network again, and when the page is looked at again', async () => {
  const { result, unmount } = await written();
  act(() => result.current.change({ text: 'A' }));
  await pause();
  const back = async (happens: () => void) => {
    await act(async () => server.asked.at(-1)?.fail());
    const before = asked().length;
    await act(async () => happens());
    expect(asked()).toHaveLength(before + 1);
  };
  await back(() => window.dispatchEvent(new Event('online')));
  await back(() => document.dispatchEvent(new Event('visibilitychange')));
  await answer(2, 5);
  expect(result.current.keeping).toBe('kept');
  // Nothing is left to try.
  await act(async () => void window.dispatchEvent(new Event('online')));
  expect(asked()).toHaveLength(3);
  unmount();
});

test('what is thrown away or sent meanwhile is not tried again, and what is written since goes in one', async () => {
  const { result, unmount } = await written();
  act(() => result.current.change({ text: 'A' }));
  await pause();
  await act(async () => server.asked[0]?.fail());
  act(() => result.current.change({ text: 'AB' }));
  await pause();
  expect(asked()).toEqual(['put reply A', 'put reply AB']);
  await act(async () => server.asked[1]?.fail());
  act(() => result.current.clear('reply', false));
  await act(() => vi.advanceTimersByTimeAsync(600_000));
  expect(asked()).toHaveLength(2);
  unmount();
});

test('what could not be kept as its page was left stays for whoever comes back, and is tried on', async () => {
  const { result, unmount } = await written();
  act(() => result.current.change({ text: 'A' }));
  await pause();
  unmount();
  await act(async () => server.asked[0]?.fail());
  await act(async () => server.asked[1]?.lose());
  const back = await written();
  expect(back.result.current.draft.text).toBe('A');
  await act(() => vi.advanceTimersByTimeAsync(2_000));
  expect(asked()).toEqual(['put reply A', 'last reply A', 'put reply A']);
  await answer(2, 5);
  back.unmount();
  const later = await written();
  expect(later.result.current.draft.text).toBe('');
  later.unmount();
});

test('what could not be kept as its page was left is tried on wherever its author goes', async () => {
  const { result, unmount } = await written();
  act(() => result.current.change({ text: 'A' }));
  unmount();
  await act(async () => {});
  await act(async () => server.asked[0]?.lose());
  await act(() => vi.advanceTimersByTimeAsync(2_000));
  expect(asked()).toEqual(['last reply A', 'put reply A']);
  await act(async () => server.asked[1]?.fail());
  const unsaved = renderHook(() => useUnsaved()).result;
  const row = { case_id: '7', mode: 'reply', text: 'A', version: 0 };
  expect(unsaved.current.map(({ draft }) => draft)).toMatchObject([row]);
  await act(async () => void window.dispatchEvent(new Event('online')));
  expect(asked()).toHaveLength(3);
  await answer(2, 5);
  expect(unsaved.current).toEqual([]);
  await act(() => vi.advanceTimersByTimeAsync(600_000));
  expect(asked()).toHaveLength(3);
  const later = await written();
  expect(later.result.current.draft.text).toBe('');
  later.unmount();
});

test('what could not be kept is thrown away from the list of drafts, one by one', async () => {
  const { result, unmount } = await written();
  act(() => result.current.change({ text: 'An answer' }));
  act(() => result.current.start('comment'));
  act(() => result.current.change({ text: 'A note' }));
  unmount();
  await act(async () => {});
  for (const { lose } of [...server.asked]) await act(async () => lose());
  const unsaved = renderHook(() => useUnsaved()).result;
  expect(unsaved.current.map(({ draft }) => draft.text)).toEqual(['An answer', 'A note']);
  act(() => void unsaved.current[0]?.drop());
  expect(unsaved.current.map(({ draft }) => draft.text)).toEqual(['A note']);
  act(() => void unsaved.current[0]?.drop());
  const before = asked().length;
  await act(() => vi.advanceTimersByTimeAsync(600_000));
  expect([unsaved.current, asked().length]).toEqual([[], before]);
  const later = await written();
  expect(later.result.current.draft.text).toBe('');
  later.unmount();
});

test('what is thrown away while it is on its way is gone when that is over, and may have arrived', async () => {
  const { result, unmount } = await written();
  act(() => result.current.change({ text: 'A' }));
  unmount();
  await act(async () => {});
  await act(async () => server.asked[0]?.lose());
  await act(() => vi.advanceTimersByTimeAsync(2_000));
  const unsaved = renderHook(() => useUnsaved()).result;
  const over = vi.fn();
  act(() => void unsaved.current[0]?.drop().then(over));
  await act(async () => {});
  expect([unsaved.current, over.mock.calls]).toEqual([[], []]);
  await answer(1, 5);
  expect(over).toHaveBeenCalledWith(true);
});

test('whoever comes back before it is known that it was lost tries it alone', async () => {
  const { result, unmount } = await written();
  act(() => result.current.change({ text: 'A' }));
  unmount();
  await act(async () => {});
  const back = await written();
  await act(async () => server.asked[0]?.lose());
  act(() => back.result.current.change({ text: 'AB' }));
  await pause();
  expect(asked()).toEqual(['last reply A', 'put reply AB']);
  await answer(1, 5);
  await act(() => vi.advanceTimersByTimeAsync(600_000));
  expect(asked()).toHaveLength(2);
  back.unmount();
});

test('what is typed while the save of a page that was left is on its way is kept behind it', async () => {
  const { result, unmount } = await written();
  act(() => result.current.change({ text: 'A' }));
  unmount();
  await act(async () => {});
  await act(async () => server.asked[0]?.lose());
  await act(() => vi.advanceTimersByTimeAsync(2_000));
  expect(asked()).toEqual(['last reply A', 'put reply A']);
  const back = await written();
  expect(back.result.current.draft.text).toBe('A');
  act(() => back.result.current.change({ text: 'AB' }));
  await answer(1, 5);
  await pause();
  expect(asked()).toEqual(['last reply A', 'put reply A', 'put reply AB']);
  expect(server.asked[2]?.body?.seen_version).toBe(5);
  await answer(2, 6);
  back.unmount();
});

test('a page that is shown again tries what it could not hand over as it went', async () => {
  const { result, unmount } = await written();
  act(() => result.current.change({ text: 'A' }));
  window.dispatchEvent(new Event('pagehide'));
  await act(async () => server.asked[0]?.lose());
  await act(async () => void document.dispatchEvent(new Event('visibilitychange')));
  expect(asked()).toEqual(['last reply A', 'put reply A']);
  await answer(1, 5);
  unmount();
});
