import { expect, test, vi } from 'vitest';

/** The application as a tab loads it in which he is signed in. */
async function tabOf(id: string) {
  vi.resetModules();
  const { noteSignedIn } = await import('@/lib/session/known-here');
  noteSignedIn({ user: { id } } as Parameters<typeof noteSignedIn>[0]);
  return import('./kept-ends');
}

test('which mails have ended is kept for each on his own', async () => {
  const name = 'a'.repeat(32);
  const first = await tabOf('1');
  first.keepEnd(name);
  const other = await tabOf('2');
  expect(other.isEndKept(name)).toBe(false);
  // His page stays his while another one is signed in.
  expect(first.isEndKept(name)).toBe(true);
});
