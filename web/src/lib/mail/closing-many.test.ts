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
