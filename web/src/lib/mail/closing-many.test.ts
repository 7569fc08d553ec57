import { expect, test, vi } from 'vitest';
import { MANY } from './many';

/** The application as a tab loads it in which he is signed in. */
async function tabOf(id: string) {
  vi.resetModules();
  const { noteSignedIn } = await import('@/lib/session/known-here');
  noteSignedIn({ user: { id } } as Parameters<typeof noteSignedIn>[0]);
  return import('./closing-many');
}

test('that the cases are closed with a mail is known after a reload, and to its author alone', async () => {
  const first = await tabOf('1');
  first.keepClosing(MANY.reply, true);
  expect((await tabOf('2')).isClosing(MANY.reply)).toBe(false);
  const again = await tabOf('1');
  expect([again.isClosing(MANY.reply), again.isClosing(MANY.forward)]).toEqual([true, false]);
  again.keepClosing(MANY.reply, false);
  expect((await tabOf('1')).isClosing(MANY.reply)).toBe(false);
});

const draft = (version: number, minute: number) => ({ version, updated_at: `2026-11-29T10:0${minute}:00Z` });

test('it is of the draft that it was chosen for, as this browser kept it last, and of no other that has its name', async () => {
  const { isClosing, keepClosing, noteDraft } = await tabOf('1');
  noteDraft(MANY.reply, draft(4, 1));
  keepClosing(MANY.reply, true);
  expect(isClosing(MANY.reply, draft(4, 1))).toBe(true);
  noteDraft(MANY.reply, draft(5, 2));
  expect(isClosing(MANY.reply, draft(4, 1))).toBe(false);
  const again = await tabOf('1');
  expect(again.isClosing(MANY.reply, draft(5, 2))).toBe(true);
  // Sent on another device, where the next one was begun; once it is as often changed.
  expect(again.isClosing(MANY.reply, draft(2, 3))).toBe(false);
  expect(again.isClosing(MANY.reply, draft(5, 4))).toBe(false);
});

test('what a page that went away kept last, and nobody heard of, is the same draft', async () => {
  const { keepClosing, noteDraft, noteHanded } = await tabOf('1');
  noteDraft(MANY.reply, draft(5, 1));
  keepClosing(MANY.reply, true);
  noteHanded(MANY.reply);
  const { isClosing, noteDraft: note } = await tabOf('1');
  const found = [draft(6, 2), draft(7, 2), draft(8, 2), draft(1, 2)];
  expect(found.map((one) => isClosing(MANY.reply, one))).toEqual([true, true, false, false]);
  note(MANY.reply, draft(6, 2));
  expect(isClosing(MANY.reply, draft(7, 3))).toBe(false);
});
