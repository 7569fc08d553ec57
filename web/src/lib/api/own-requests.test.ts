import { afterEach, expect, test, vi } from 'vitest';
import { download } from '@/lib/downloads/downloads';
import { uploadFile } from '@/lib/requests/upload-file';
import { noteSignedIn } from '@/lib/session/known-here';
import { sessionWith } from '@/test/Render';
import { ownFetch, ownRequest } from './own-requests';
import { streamed } from './stream';

afterEach(() => vi.unstubAllGlobals());

test('nothing is sent, streamed or fetched under the name of somebody else who has signed in in another tab', async () => {
  const asked = vi.fn(async () => new Response('x'));
  const made = vi.fn();
  vi.stubGlobal('fetch', asked);
  vi.stubGlobal('XMLHttpRequest', made);
  noteSignedIn(sessionWith());
  const mine = localStorage.getItem('posthus.signed-in') ?? '';
  localStorage.setItem('posthus.signed-in', 'another');
  const refusal = expect.objectContaining({ code: 'session.of_another' });
  expect(await (await ownFetch('/api/v1/x')).json()).toEqual(refusal);
  expect(() => ownRequest('POST', '/api/v1/x')).toThrow(refusal);
  await expect(uploadFile(new File(['x'], 'a.txt'), () => {}).done).rejects.toEqual(refusal);
  await expect(streamed('/x', new AbortController().signal).next()).rejects.toEqual(refusal);
  await download('/api/v1/x', 'a.txt');
  expect([asked.mock.calls.length, made.mock.calls.length]).toEqual([0, 0]);
  localStorage.setItem('posthus.signed-in', mine);
  expect((await ownFetch('/api/v1/x')).ok).toBe(true);
});
