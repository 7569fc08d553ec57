import { afterEach, beforeEach, expect, test, vi } from 'vitest';

const KEY = 'posthus.signed-in';

/** The application as a tab loads it in which he is signed in. */
async function tabOf(id: string) {
  vi.resetModules();
  const { noteSignedIn } = await import('./known-here');
  noteSignedIn({ user: { id } } as Parameters<typeof noteSignedIn>[0]);
  const { api, take } = await import('@/lib/api/client');
  const { leaveUnsaved } = await import('@/lib/drafts/unsaved');
  return { api, take, leaveUnsaved };
}

/** What a tab hears of whoever signs in in another one. */
function signInElsewhere(id: string) {
  localStorage.setItem(KEY, id);
  window.dispatchEvent(new StorageEvent('storage', { key: KEY, newValue: id }));
}

const asked = vi.fn(async () => Response.json({ rows: [] }));
beforeEach(() => void vi.stubGlobal('fetch', asked));
afterEach(() => {
  asked.mockClear();
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

test('nothing is asked in the name of somebody else who has signed in in another tab', async () => {
  const { api, take } = await tabOf('1');
  signInElsewhere('2');
  await expect(take(api.GET('/drafts'))).rejects.toMatchObject({ code: 'session.of_another' });
  expect(asked).not.toHaveBeenCalled();
  signInElsewhere('1');
  await take(api.GET('/drafts'));
  expect(asked).toHaveBeenCalledOnce();
});

test('that nobody is signed in any more says the server', async () => {
  const { api, take } = await tabOf('1');
  localStorage.removeItem(KEY);
  await take(api.GET('/drafts'));
  expect(asked).toHaveBeenCalledOnce();
});

test('what could not be kept is kept at once when its author has signed in again', async () => {
  vi.useFakeTimers();
  const { api, take, leaveUnsaved } = await tabOf('1');
  signInElsewhere('2');
  leaveUnsaved('new a', { save: () => take(api.GET('/drafts')), drafts: [] });
  await vi.advanceTimersByTimeAsync(600_000);
  expect(asked).not.toHaveBeenCalled();
  signInElsewhere('1');
  await vi.advanceTimersByTimeAsync(0);
  expect(asked).toHaveBeenCalledOnce();
});
