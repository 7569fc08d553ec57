import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { ApiProblem } from '@/lib/api/problem';
import { untilDone } from './until-done';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const problem = (status: number) => new ApiProblem({ status, code: 'none', detail: '' });

test('it is tried until it is done, after pauses that grow, and of the first failure alone is told', async () => {
  const attempt = vi.fn<() => Promise<string>>().mockRejectedValue(problem(0));
  const told = vi.fn();
  const done = untilDone(attempt, told);
  await vi.advanceTimersByTimeAsync(2_000);
  expect(attempt).toHaveBeenCalledTimes(2);
  await vi.advanceTimersByTimeAsync(3_999);
  expect(attempt).toHaveBeenCalledTimes(2);
  attempt.mockResolvedValue('done');
  window.dispatchEvent(new Event('online'));
  await expect(done).resolves.toBe('done');
  await vi.advanceTimersByTimeAsync(600_000);
  window.dispatchEvent(new Event('online'));
  expect(attempt).toHaveBeenCalledTimes(3);
  expect(told).toHaveBeenCalledOnce();
});

test('what trying again does not cure is said at once', async () => {
  const attempt = vi.fn(() => Promise.reject(problem(422)));
  await expect(untilDone(attempt, vi.fn())).rejects.toMatchObject({ status: 422 });
  window.dispatchEvent(new Event('online'));
  expect(attempt).toHaveBeenCalledOnce();
});
