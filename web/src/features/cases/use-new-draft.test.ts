import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { act, renderHook as render } from '@testing-library/react';
import { createElement, type ReactNode } from 'react';
import { expect, test, vi } from 'vitest';
import { ApiProblem } from '@/lib/api/problem';
import type { Draft, DraftInput } from '@/lib/api/types';
import { useUnsaved } from '@/lib/drafts/unsaved';
import { MANY, manyOf } from '@/lib/mail/many';
import { type Fields, useNewWriting } from './use-new-draft';

const server = vi.hoisted(() => ({
  kept: [] as DraftInput[],
  dropped: [] as { version: number | undefined; writer: string }[],
  atLast: [] as DraftInput[],
  /** Under which names those were kept. */
  places: [] as string[],
  overwrote: false,
  /** What lies there. */
  there: { version: 4 } as object | null,
  /** The version that the next save becomes. */
  version: undefined as number | undefined,
  isLost: false,
  /** What the server says where it does not keep it. */
  refusal: null as Error | null,
  /** What a save waits for. */
  held: undefined as Promise<void> | undefined,
}));

vi.mock('./api/start-case', () => ({
  findNewDraft: async () => server.there,
  keepNewDraft: async (_name: string, body: DraftInput) => {
    server.kept.push(body);
    await server.held;
    if (server.refusal) throw server.refusal;
    if (server.isLost) throw new Error('offline');
    return { version: server.version ?? server.kept.length + 4, overwrote: server.overwrote };
  },
  keepNewDraftAtLast: async (place: string, body: DraftInput) => {
    server.atLast.push(body);
    server.places.push(place);
    return server.isLost ? undefined : { version: 9 };
  },
  dropNewDraft: (_name: string, claim: { version: number | undefined; writer: string }) => {
    server.dropped.push(claim);
    return Promise.resolve();
  },
}));

vi.mock('@/lib/requests/own-sending', () => ({ useLargestFile: () => 25 * 1024 * 1024 }));

const name = 'a'.repeat(32);

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

const client = new QueryClient();
const wrapper = ({ children }: { children: ReactNode }) =>
  createElement(QueryClientProvider, { client }, children);
const renderHook = <Result>(use: () => Result) => render(use, { wrapper });

test('a first mail keeps its key while it says the same, and gets another with each change', () => {
  const { result } = renderHook(() => useNewWriting(name, null, empty));
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

test('a mail that is held does not become a draft of what went elsewhere, until something more is written', async () => {
  vi.useFakeTimers();
  server.kept.length = 0;
  server.atLast.length = 0;
  const begun = { ...empty, uploads: [], text: 'Hello', version: 3 } as unknown as Draft;
  const { result, unmount } = renderHook(() => useNewWriting(name, begun, empty));
  act(() => void result.current.finish());
  act(() => result.current.hold());
  await act(() => vi.advanceTimersByTimeAsync(5_000));
  expect(server.kept).toEqual([]);
  act(() => result.current.change({ text: 'Hello again' }));
  await act(() => vi.advanceTimersByTimeAsync(800));
  expect(server.kept.map(({ text }) => text)).toEqual(['Hello again']);
  unmount();
  await vi.advanceTimersByTimeAsync(0);
  expect(server.atLast).toEqual([]);
  vi.useRealTimers();
});

test('what was typed last before a mail was held is kept when its author goes on', async () => {
  vi.useFakeTimers();
  server.kept.length = 0;
  const { result } = renderHook(() => useNewWriting(name, null, empty));
  act(() => result.current.change({ text: 'Hello' }));
  act(() => void result.current.finish());
  act(() => result.current.hold());
  act(() => result.current.seenEnd());
  await act(() => vi.advanceTimersByTimeAsync(800));
  expect(server.kept.map(({ text }) => text)).toEqual(['Hello']);
  vi.useRealTimers();
});

test('a page that was left and is shown again takes what it left behind for its own', async () => {
  const begun = { ...empty, uploads: [], text: 'Hello', version: 3 } as unknown as Draft;
  const other = renderHook(() => useNewWriting(name, begun, empty)).result;
  expect(await act(() => other.current.isThere())).toBe(false);
  const { result } = renderHook(() => useNewWriting(name, begun, empty));
  act(() => result.current.change({ text: 'Hello again' }));
  window.dispatchEvent(new Event('pagehide'));
  expect(await act(() => result.current.isThere())).toBe(true);
});

test('each save and the end of a draft say which window wrote it, and what was found there before', async () => {
  vi.useFakeTimers();
  server.kept.length = 0;
  server.overwrote = false;
  const begun = {
    version: 3,
    to: null,
    cc: [],
    bcc: [],
    text: 'Found',
    uploads: [],
    html: null,
  } as unknown as Draft;
  const { result, unmount } = renderHook(() => useNewWriting(name, begun, empty));
  const pause = () => act(() => vi.advanceTimersByTimeAsync(1_000));
  // It is not changed yet: whoever sends it ends what was found.
  const { writer } = result.current.claim();
  expect(writer).toMatch(/^[0-9a-f]{32}$/);
  expect(result.current.claim()).toEqual({ draft_version: 3, writer, mail_key: name, needs_draft: true });
  act(() => result.current.change({ text: 'A' }));
  await pause();
  expect(server.kept.at(-1)).toMatchObject({ seen_version: 3, writer });
  expect(result.current.overwrote).toBe(false);
  // From here on it is known by its writer: another window's may be of the same version.
  expect(result.current.claim()).toEqual({
    draft_version: undefined,
    writer,
    mail_key: name,
    needs_draft: true,
  });
  server.overwrote = true;
  act(() => result.current.change({ text: 'AB' }));
  await pause();
  expect(server.kept.at(-1)).toMatchObject({ seen_version: null, writer });
  expect(result.current.overwrote).toBe(true);
  act(() => result.current.discard());
  await pause();
  expect(server.dropped.at(-1)).toEqual({ version: undefined, writer });
  server.overwrote = false;
  unmount();
  vi.useRealTimers();
});

test('a window whose answer was lost ends its own draft alone, and is told of another that it writes over', async () => {
  vi.useFakeTimers();
  server.kept.length = 0;
  server.overwrote = false;
  const { result, unmount } = renderHook(() => useNewWriting(name, null, empty));
  const other = renderHook(() => useNewWriting(name, null, empty));
  const pause = () => act(() => vi.advanceTimersByTimeAsync(1_000));
  const { writer } = result.current.claim();
  expect(other.result.current.claim().writer).not.toBe(writer);
  server.isLost = true;
  act(() => result.current.change({ text: 'A' }));
  await pause();
  expect(result.current.keeping).toBe('failed');
  expect(result.current.claim()).toEqual({
    draft_version: undefined,
    writer,
    mail_key: name,
    needs_draft: false,
  });
  act(() => result.current.discard());
  await pause();
  expect(server.dropped.at(-1)).toEqual({ version: undefined, writer });
  act(() => result.current.change({ text: 'AB' }));
  await pause();
  server.isLost = false;
  // The other window has kept a mail there meanwhile.
  server.overwrote = true;
  act(() => result.current.change({ text: 'ABC' }));
  await pause();
  expect(server.kept.at(-1)).toMatchObject({ seen_version: null, writer });
  expect(result.current.overwrote).toBe(true);
  server.overwrote = false;
  other.unmount();
  unmount();
  vi.useRealTimers();
});

test('what is typed last is kept behind what is on its way when the page is left', async () => {
  vi.useFakeTimers();
  server.kept.length = 0;
  server.atLast.length = 0;
  let answer = () => {};
  server.held = new Promise<void>((resolve) => {
    answer = resolve;
  });
  const begun = { version: 3, to: null, cc: [], bcc: [], text: '', uploads: [], html: null };
  const { result, unmount } = renderHook(() => useNewWriting(name, begun as unknown as Draft, empty));
  act(() => result.current.change({ text: 'A' }));
  await act(() => vi.advanceTimersByTimeAsync(1_000));
  act(() => result.current.change({ text: 'AB' }));
  unmount();
  await vi.advanceTimersByTimeAsync(1_000);
  expect(server.kept.map(({ text }) => text)).toEqual(['A']);
  expect(server.atLast).toEqual([]);
  answer();
  await vi.advanceTimersByTimeAsync(0);
  // It goes on from what the one before it became.
  expect(server.atLast).toMatchObject([{ text: 'AB', seen_version: null }]);
  server.held = undefined;
  vi.useRealTimers();
});

test('a save that fails as the page is left is tried once more, and one that arrived is not', async () => {
  vi.useFakeTimers();
  server.atLast.length = 0;
  for (const isLost of [true, false]) {
    server.isLost = isLost;
    const { result, unmount } = renderHook(() => useNewWriting(name, null, empty));
    act(() => result.current.change({ text: isLost ? 'lost' : 'kept' }));
    act(() => void vi.advanceTimersByTime(800));
    unmount();
    await vi.advanceTimersByTimeAsync(1_000);
  }
  expect(server.atLast.map(({ text }) => text)).toEqual(['lost']);
  server.isLost = false;
  vi.useRealTimers();
});

test('what is typed last goes at once where the window is closed while a save is on its way', async () => {
  vi.useFakeTimers();
  server.atLast.length = 0;
  let answer = () => {};
  server.held = new Promise<void>((resolve) => {
    answer = resolve;
  });
  const { result, unmount } = renderHook(() => useNewWriting(name, null, empty));
  const close = () => window.dispatchEvent(new Event('pagehide'));
  const handed = () => server.atLast.map(({ text }) => text);
  act(() => result.current.change({ text: 'A' }));
  await act(() => vi.advanceTimersByTimeAsync(1_000));
  // On the page itself also what may not arrive.
  close();
  expect(handed()).toEqual(['A']);
  act(() => result.current.change({ text: 'AB' }));
  unmount();
  expect(handed()).toEqual(['A']);
  close();
  expect(handed()).toEqual(['A', 'AB']);
  answer();
  await vi.advanceTimersByTimeAsync(0);
  close();
  expect(handed()).toEqual(['A', 'AB']);
  server.held = undefined;
  vi.useRealTimers();
});

test('that there are too many drafts is said until one is kept, and that the server is not reached is not', async () => {
  vi.useFakeTimers();
  const { result, unmount } = renderHook(() => useNewWriting(name, null, empty));
  const type = async (text: string) => {
    act(() => result.current.change({ text }));
    await act(() => vi.advanceTimersByTimeAsync(1_000));
  };
  server.refusal = new ApiProblem({ status: 429, code: 'draft.too_many', detail: '' });
  await type('A');
  expect([result.current.keeping, result.current.problem?.code]).toEqual(['failed', 'draft.too_many']);
  server.refusal = new Error('offline');
  await type('AB');
  expect([result.current.keeping, result.current.problem]).toEqual(['failed', null]);
  server.refusal = null;
  await type('ABC');
  expect([result.current.keeping, result.current.problem]).toEqual(['kept', null]);
  unmount();
  vi.useRealTimers();
});

test('what was thrown away here while a save was on its way is not told as gone elsewhere', async () => {
  vi.useFakeTimers();
  let answer = () => {};
  server.held = new Promise<void>((resolve) => {
    answer = resolve;
  });
  server.version = 5;
  const { result, unmount } = renderHook(() => useNewWriting(name, null, empty));
  const pause = () => act(() => vi.advanceTimersByTimeAsync(1_000));
  act(() => result.current.change({ text: 'A' }));
  await pause();
  act(() => result.current.discard());
  answer();
  await pause();
  server.held = undefined;
  server.version = 1;
  act(() => result.current.change({ text: 'Another' }));
  await pause();
  expect([result.current.keeping, result.current.ended]).toEqual(['kept', undefined]);
  server.version = undefined;
  unmount();
  vi.useRealTimers();
});

test('the list of drafts is read again behind a save, and behind what was typed last', async () => {
  vi.useFakeTimers();
  const all = ['drafts', 'all'];
  const isOld = () => client.getQueryState(all)?.isInvalidated;
  const { result, unmount } = renderHook(() => useNewWriting(name, null, empty));
  client.setQueryData(all, []);
  act(() => result.current.change({ text: 'A' }));
  await act(() => vi.advanceTimersByTimeAsync(1_000));
  expect(isOld()).toBe(true);
  client.setQueryData(all, []);
  act(() => result.current.change({ text: 'AB' }));
  unmount();
  await vi.advanceTimersByTimeAsync(0);
  expect(isOld()).toBe(true);
  vi.useRealTimers();
});

test('a first mail that could not be kept is tried again until it is, and not while it is sent or held', async () => {
  vi.useFakeTimers();
  server.kept.length = 0;
  const { result, unmount } = renderHook(() => useNewWriting(name, null, empty));
  const after = (ms: number) => act(() => vi.advanceTimersByTimeAsync(ms));
  server.isLost = true;
  act(() => result.current.change({ text: 'A' }));
  await after(800);
  expect(result.current.keeping).toBe('failed');
  await after(2_000);
  expect(server.kept).toHaveLength(2);
  await act(async () => void window.dispatchEvent(new Event('online')));
  expect(server.kept).toHaveLength(3);
  act(() => void result.current.finish());
  act(() => result.current.hold());
  await after(600_000);
  expect(server.kept).toHaveLength(3);
  server.isLost = false;
  act(() => result.current.seenEnd());
  await after(800);
  expect([server.kept.length, result.current.keeping]).toEqual([4, 'kept']);
  await after(600_000);
  expect(server.kept).toHaveLength(4);
  unmount();
  vi.useRealTimers();
});

test('what is refused for what it is is said and not asked for ever, and a session that ended leads to the sign-in', async () => {
  vi.useFakeTimers();
  server.kept.length = 0;
  const assign = vi.fn();
  vi.stubGlobal('location', { pathname: '/cases/start', search: '', assign });
  const { result, unmount } = renderHook(() => useNewWriting(name, null, empty));
  server.refusal = new ApiProblem({ status: 422, code: 'draft.mail_key', detail: '' });
  act(() => result.current.change({ text: 'A' }));
  await act(() => vi.advanceTimersByTimeAsync(600_000));
  expect(server.kept).toHaveLength(1);
  expect([result.current.keeping, result.current.problem?.code]).toEqual(['failed', 'draft.mail_key']);
  expect(assign).not.toHaveBeenCalled();
  server.refusal = new ApiProblem({ status: 401, code: 'not_signed_in', detail: '' });
  act(() => result.current.change({ text: 'AB' }));
  await act(() => vi.advanceTimersByTimeAsync(600_000));
  expect(server.kept).toHaveLength(2);
  expect(assign).toHaveBeenCalledWith(expect.stringContaining('/sign-in?'));
  // Signed in again in another window, its author looks at this one.
  server.refusal = null;
  await act(async () => void document.dispatchEvent(new Event('visibilitychange')));
  expect([result.current.keeping, result.current.problem]).toEqual(['kept', null]);
  unmount();
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

test('a page that is shown again tries what it could not hand over as it went', async () => {
  vi.useFakeTimers();
  server.kept.length = 0;
  const { result, unmount } = renderHook(() => useNewWriting(name, null, empty));
  act(() => result.current.change({ text: 'Hello' }));
  server.isLost = true;
  window.dispatchEvent(new Event('pagehide'));
  await act(() => vi.advanceTimersByTimeAsync(0));
  server.isLost = false;
  await act(async () => void document.dispatchEvent(new Event('visibilitychange')));
  expect(server.kept.map(({ text }) => text)).toEqual(['Hello']);
  unmount();
  vi.useRealTimers();
});

test('what could not be kept as its page was left is tried on wherever its author goes, and listed until it is kept', async () => {
  vi.useFakeTimers();
  server.kept.length = 0;
  const unsaved = renderHook(() => useUnsaved()).result;
  const asks = () => {
    const closing = new Event('beforeunload', { cancelable: true });
    window.dispatchEvent(closing);
    return closing.defaultPrevented;
  };
  const left = renderHook(() => useNewWriting(name, null, empty));
  act(() => left.result.current.change({ text: 'Hello', subject: 'Your meter' }));
  server.isLost = true;
  expect(asks()).toBe(false);
  const { writer } = left.result.current.claim();
  left.unmount();
  await act(() => vi.advanceTimersByTimeAsync(0));
  const row = { subject: 'Your meter', text: 'Hello', mail_key: name, case_id: null, version: 0 };
  expect(unsaved.current.map(({ draft }) => draft)).toMatchObject([row]);
  expect(asks()).toBe(true);
  await act(() => vi.advanceTimersByTimeAsync(2_000));
  expect(server.kept).toHaveLength(1);
  server.isLost = false;
  client.setQueryData(['drafts', 'all'], []);
  await act(async () => void window.dispatchEvent(new Event('online')));
  // As the window knew it, so that it is no other's.
  expect(server.kept[1]).toMatchObject({ text: 'Hello', seen_version: null, writer });
  expect(unsaved.current).toEqual([]);
  expect(asks()).toBe(false);
  expect(client.getQueryState(['drafts', 'all'])?.isInvalidated).toBe(true);
  await act(() => vi.advanceTimersByTimeAsync(600_000));
  expect(server.kept).toHaveLength(2);
  // Nobody writes it over with what was lost before.
  const later = renderHook(() => useNewWriting(name, null, empty));
  expect(later.result.current.fields.text).toBe('');
  later.unmount();
  vi.useRealTimers();
});

test('what was lost and is open again is tried by its page alone, and asks before its window is closed', async () => {
  vi.useFakeTimers();
  server.kept.length = 0;
  const left = renderHook(() => useNewWriting(name, null, empty));
  act(() => left.result.current.change({ text: 'Hello' }));
  server.isLost = true;
  left.unmount();
  await vi.advanceTimersByTimeAsync(0);
  const { result, unmount } = renderHook(() => useNewWriting(name, null, empty));
  act(() => result.current.change({ text: 'Hello again' }));
  await act(() => vi.advanceTimersByTimeAsync(2_500));
  expect(server.kept.map(({ text }) => text)).toEqual(['Hello again']);
  const closing = new Event('beforeunload', { cancelable: true });
  window.dispatchEvent(closing);
  expect(closing.defaultPrevented).toBe(true);
  server.isLost = false;
  act(() => result.current.discard());
  await act(() => vi.advanceTimersByTimeAsync(600_000));
  expect(server.kept).toHaveLength(1);
  unmount();
  vi.useRealTimers();
});

test('what could not be kept as its page was left stands there again, and is tried on', async () => {
  vi.useFakeTimers();
  server.kept.length = 0;
  const left = renderHook(() => useNewWriting(name, null, empty));
  act(() => left.result.current.change({ text: 'Hello' }));
  server.isLost = true;
  left.unmount();
  await vi.advanceTimersByTimeAsync(0);
  const { result, unmount } = renderHook(() => useNewWriting(name, null, empty));
  expect(result.current.fields.text).toBe('Hello');
  server.isLost = false;
  await act(() => vi.advanceTimersByTimeAsync(2_000));
  expect(server.kept.map(({ text }) => text)).toEqual(['Hello']);
  unmount();
  const later = renderHook(() => useNewWriting(name, null, empty));
  expect(later.result.current.fields.text).toBe('');
  later.unmount();
  vi.useRealTimers();
});

test('a lost mail that is opened again knows the draft that it goes on from: sent elsewhere it is held', async () => {
  vi.useFakeTimers();
  server.kept.length = 0;
  const begun = { ...empty, uploads: [], text: 'Hello', version: 3 } as unknown as Draft;
  const left = renderHook(() => useNewWriting(name, begun, empty));
  act(() => left.result.current.change({ text: 'Hello again' }));
  server.isLost = true;
  left.unmount();
  await vi.advanceTimersByTimeAsync(0);
  server.isLost = false;
  const { result, unmount } = renderHook(() => useNewWriting(name, null, empty));
  // The server sees to it also where nobody looks.
  expect(result.current.claim()).toMatchObject({ draft_version: 3, needs_draft: true });
  server.there = null;
  expect(await act(() => result.current.isThere())).toBe(false);
  expect(result.current.ended).toBe('gone');
  server.there = { version: 4 };
  act(() => result.current.discard());
  await act(() => vi.advanceTimersByTimeAsync(0));
  unmount();
  vi.useRealTimers();
});

test('what is kept of a page that was left comes before all that its author does with the mail when he is back', async () => {
  vi.useFakeTimers();
  server.kept.length = 0;
  server.dropped.length = 0;
  const left = renderHook(() => useNewWriting(name, null, empty));
  act(() => left.result.current.change({ text: 'Hello' }));
  server.isLost = true;
  left.unmount();
  await vi.advanceTimersByTimeAsync(0);
  server.isLost = false;
  let answer = () => {};
  server.held = new Promise<void>((resolve) => {
    answer = resolve;
  });
  // It is tried again as he comes back.
  await vi.advanceTimersByTimeAsync(2_000);
  expect(server.kept).toHaveLength(1);
  const { result, unmount } = renderHook(() => useNewWriting(name, null, empty));
  let isReady = false;
  act(() => {
    void result.current.finish().then(() => {
      isReady = true;
    });
    result.current.discard();
  });
  await act(() => vi.advanceTimersByTimeAsync(1_000));
  expect([isReady, server.dropped.length]).toEqual([false, 0]);
  answer();
  await act(() => vi.advanceTimersByTimeAsync(0));
  expect([isReady, server.dropped.length]).toEqual([true, 1]);
  server.held = undefined;
  unmount();
  vi.useRealTimers();
});

test('a mail that was not sent, and cannot be kept, after its page was left is tried on and listed as any other', async () => {
  vi.useFakeTimers();
  server.kept.length = 0;
  server.atLast.length = 0;
  const unsaved = renderHook(() => useUnsaved()).result;
  const left = renderHook(() => useNewWriting(name, null, empty));
  act(() => left.result.current.change({ text: 'Hello' }));
  act(() => void left.result.current.finish());
  left.unmount();
  await act(() => vi.advanceTimersByTimeAsync(1_000));
  // Nothing is kept of what is being sent.
  expect([server.kept.length, server.atLast.length]).toEqual([0, 0]);
  server.isLost = true;
  left.result.current.goOn();
  await act(() => vi.advanceTimersByTimeAsync(1_000));
  expect(unsaved.current.map(({ draft }) => draft.text)).toEqual(['Hello']);
  server.isLost = false;
  await act(async () => void window.dispatchEvent(new Event('online')));
  expect(server.kept.map(({ text }) => text)).toEqual(['Hello']);
  expect(unsaved.current).toEqual([]);
  vi.useRealTimers();
});

test('what was typed last before a mail was held is kept also where its page was left meanwhile', async () => {
  vi.useFakeTimers();
  server.atLast.length = 0;
  const { result, unmount } = renderHook(() => useNewWriting(name, null, empty));
  act(() => result.current.change({ text: 'Hello' }));
  act(() => void result.current.finish());
  unmount();
  result.current.hold();
  await vi.advanceTimersByTimeAsync(0);
  expect(server.atLast.map(({ text }) => text)).toEqual(['Hello']);
  vi.useRealTimers();
});

/** A mail of which the last word is not kept, and which another window wrote on: it is held, and its author is told. */
async function heldFor(place = name) {
  server.atLast.length = 0;
  server.places.length = 0;
  const begun = { ...empty, uploads: [], text: 'Hello', version: 3 } as unknown as Draft;
  const form = renderHook(() => useNewWriting(place, begun, empty));
  act(() => form.result.current.change({ text: 'Hello again' }));
  await act(() => form.result.current.finish());
  await act(() => form.result.current.isThere());
  expect(form.result.current.ended).toBe('changed');
  act(() => form.result.current.hold());
  return form;
}

test('whoever looks at what was written elsewhere finds it there, and beside it what he wrote here', async () => {
  for (const [place, kind] of [
    [name, undefined],
    [MANY.reply, 'reply'],
  ] as const) {
    const { unmount } = await heldFor(place);
    unmount();
    await act(async () => undefined);
    expect(server.atLast).toMatchObject([{ text: 'Hello again', seen_version: null }]);
    expect(server.places).not.toContain(place);
    expect(manyOf(server.places[0] ?? null)).toBe(kind);
  }
});

test('what was kept here before it was written over elsewhere is kept beside that, too', async () => {
  vi.useFakeTimers();
  Object.assign(server, { isLost: false, version: 4 });
  server.atLast.length = 0;
  server.places.length = 0;
  const begun = { ...empty, uploads: [], text: 'Hello', version: 3 } as unknown as Draft;
  const form = renderHook(() => useNewWriting(name, begun, empty));
  act(() => form.result.current.change({ text: 'Hello again' }));
  await act(() => vi.advanceTimersByTimeAsync(1_000));
  const there = server.there;
  server.there = { ...begun, text: 'Hello there', version: 5 } as Draft;
  await act(() => form.result.current.finish());
  await act(() => form.result.current.isThere());
  expect(form.result.current.ended).toBe('changed');
  act(() => form.result.current.hold());
  form.unmount();
  await act(() => vi.advanceTimersByTimeAsync(0));
  expect(server.atLast).toMatchObject([{ text: 'Hello again', seen_version: null }]);
  expect(server.places).not.toContain(name);
  Object.assign(server, { there, version: undefined });
  vi.useRealTimers();
});

test('where that cannot be kept yet it does not hide the other among the drafts, and is tried on as its own', async () => {
  vi.useFakeTimers();
  server.kept.length = 0;
  const unsaved = renderHook(() => useUnsaved()).result;
  const { unmount } = await heldFor();
  server.isLost = true;
  unmount();
  await act(() => vi.advanceTimersByTimeAsync(0));
  expect(unsaved.current.map(({ draft }) => draft.mail_key)).toEqual(server.places);
  expect(server.places).not.toContain(name);
  server.isLost = false;
  await act(async () => void window.dispatchEvent(new Event('online')));
  expect(server.kept.map(({ text }) => text)).toEqual(['Hello again']);
  expect(unsaved.current).toEqual([]);
  vi.useRealTimers();
});

test('a window that is closed writes nothing over either, and whoever goes on here takes the place of the other', async () => {
  vi.useFakeTimers();
  server.kept.length = 0;
  const { result, unmount } = await heldFor();
  window.dispatchEvent(new Event('pagehide'));
  await act(() => vi.advanceTimersByTimeAsync(600_000));
  expect([server.atLast.length, server.places.includes(name), server.kept.length]).toEqual([1, false, 0]);
  act(() => result.current.seenEnd());
  act(() => result.current.change({ text: 'Hello again, here' }));
  await act(() => vi.advanceTimersByTimeAsync(1_000));
  expect(server.kept.map(({ text }) => text)).toEqual(['Hello again, here']);
  unmount();
  await vi.advanceTimersByTimeAsync(0);
  vi.useRealTimers();
});
