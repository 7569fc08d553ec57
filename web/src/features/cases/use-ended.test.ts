import { act, renderHook } from '@testing-library/react';
import { beforeEach, expect, test, vi } from 'vitest';
import { useEnded } from './use-ended';

const server = vi.hoisted(() => ({ there: null as object | null, isSilent: false, asked: 0 }));

vi.mock('./api/start-case', () => ({
  findNewDraft: async () => {
    server.asked++;
    if (server.isSilent) throw new Error('offline');
    return server.there;
  },
}));

beforeEach(() => {
  localStorage.clear();
  Object.assign(server, { there: null, isSilent: false, asked: 0 });
});

const open = (begun?: number) => renderHook(() => useEnded('a'.repeat(32), begun)).result;

test('a mail that was sent from another window is not sent from here before its author was told', async () => {
  const found = open(3);
  expect(await act(() => found.current.isThere())).toBe(false);
  expect([found.current.ended, found.current.held]).toEqual(['gone', 1]);
  act(() => found.current.seenEnd());
  expect([found.current.ended, found.current.held]).toEqual([undefined, 0]);
  expect(await act(() => found.current.isThere())).toBe(true);
});

test('a draft that this window began anew does not pass for the one that is gone', async () => {
  const found = open(3);
  act(() => found.current.noteKept(1));
  expect(found.current.ended).toBe('gone');
  server.there = { version: 1 };
  expect(await act(() => found.current.isThere())).toBe(false);
  act(() => found.current.noteKept(2));
  expect(await act(() => found.current.isThere())).toBe(false);
  expect(found.current.held).toBe(2);
  act(() => found.current.seenEnd());
  expect(await act(() => found.current.isThere())).toBe(true);
  // The next mail of this form is another one.
  act(() => found.current.forgetEnd());
  act(() => found.current.noteKept(1));
  server.there = null;
  expect(await act(() => found.current.isThere())).toBe(false);
});

test('a mail that was written on in another window is not sent from here as it stood before', async () => {
  server.there = { version: 4 };
  const found = open(3);
  expect(await act(() => found.current.isThere(true))).toBe(true);
  expect(await act(() => found.current.isThere())).toBe(false);
  expect([found.current.ended, found.current.held]).toEqual(['changed', 1]);
  act(() => found.current.seenEnd());
  expect(await act(() => found.current.isThere())).toBe(true);
});

test('what still lies there goes, and so does what nothing is known of', async () => {
  server.there = { version: 3 };
  const found = open(3);
  expect(await act(() => found.current.isThere())).toBe(true);
  server.isSilent = true;
  expect(await act(() => found.current.isThere())).toBe(true);
  // It was never kept: nothing can have ended.
  server.asked = 0;
  const fresh = open();
  expect(await act(() => fresh.current.isThere())).toBe(true);
  expect(server.asked).toBe(0);
});

test('a save that begins a new draft tells that the one before is gone, but not after it was thrown away here', () => {
  const found = open(3);
  act(() => found.current.noteKept(4));
  expect(found.current.ended).toBeUndefined();
  act(() => found.current.forgetEnd());
  act(() => found.current.noteKept(1));
  act(() => found.current.noteKept(2));
  expect(found.current.ended).toBeUndefined();
  act(() => found.current.noteKept(1));
  expect(found.current.ended).toBe('gone');
});

test('the server sees to it that a mail goes only while its draft is there, until its author goes on without', async () => {
  const fresh = open();
  expect(fresh.current.needsDraft()).toBe(false);
  act(() => fresh.current.noteKept(1));
  expect(fresh.current.needsDraft()).toBe(true);
  act(() => fresh.current.refused('gone'));
  expect([fresh.current.ended, fresh.current.held]).toEqual(['gone', 1]);
  act(() => fresh.current.seenEnd());
  expect([fresh.current.ended, fresh.current.needsDraft()]).toEqual([undefined, false]);
});

test('a mail that was written on after it ended elsewhere still says so when its draft is opened later', async () => {
  const found = open(3);
  act(() => found.current.noteKept(1));
  server.there = { version: 1 };
  const later = open(1);
  expect(later.current.ended).toBe('gone');
  expect(await act(() => later.current.isThere())).toBe(false);
  // Another mail of this name, of which nothing is kept, has not ended.
  expect(open().current.ended).toBeUndefined();
  expect(open(1).current.ended).toBeUndefined();
});

test('what was seen of it later is not said again', async () => {
  const found = open(3);
  act(() => found.current.noteKept(1));
  const later = open(1);
  expect(later.current.ended).toBe('gone');
  act(() => later.current.seenEnd());
  expect(open(1).current.ended).toBeUndefined();
});

test('what is said of a mail that was written on elsewhere is what is so by now', async () => {
  server.there = { version: 4 };
  const found = open(3);
  await act(() => found.current.isThere());
  expect(found.current.ended).toBe('changed');
  // The other window sends it, and its author comes to this one.
  server.there = null;
  await act(async () => void window.dispatchEvent(new Event('focus')));
  expect([found.current.ended, found.current.held]).toEqual(['gone', 1]);
  server.there = { version: 4 };
  const other = open(3);
  await act(() => other.current.isThere());
  server.there = null;
  expect(await act(() => other.current.isThere())).toBe(false);
  expect([other.current.ended, other.current.held]).toEqual(['gone', 2]);
});

test('what is kept over what was written on elsewhere is the draft, and goes', async () => {
  server.there = { version: 4 };
  const found = open(3);
  await act(() => found.current.isThere());
  // Emptied, nothing of it is kept.
  act(() => found.current.noteKept(0));
  expect(found.current.ended).toBe('changed');
  act(() => found.current.noteKept(5));
  expect([found.current.ended, found.current.held]).toEqual([undefined, 0]);
  server.there = { version: 5 };
  expect(await act(() => found.current.isThere())).toBe(true);
});
