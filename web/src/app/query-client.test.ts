import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { ApiProblem } from '@/lib/api/problem';
import { sessionQuery } from '@/lib/session/session-query';
import { queryClient } from './query-client';

const assign = vi.fn();
let answer: () => Response;

beforeEach(() => {
  assign.mockClear();
  queryClient.clear();
  vi.spyOn(location, 'assign').mockImplementation(assign);
  vi.stubGlobal('fetch', async () => answer());
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

const refused = () => Response.json({ status: 401, code: 'session.none' }, { status: 401 });
const ask = () => queryClient.fetchQuery({ ...sessionQuery, staleTime: 0 });

test('whoever comes for the first time is not told that a session ended, and whoever was signed in is', async () => {
  answer = refused;
  await expect(ask()).rejects.toThrow(ApiProblem);
  expect(assign.mock.lastCall?.[0]).toMatch(/^\/sign-in\?to=/);
  answer = () => Response.json({ user: { id: '1' } });
  await ask();
  answer = refused;
  await expect(ask()).rejects.toThrow(ApiProblem);
  expect(assign.mock.lastCall?.[0]).toMatch(/^\/sign-in\?again=true&to=/);
});
