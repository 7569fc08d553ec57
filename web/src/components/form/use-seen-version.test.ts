import { act, renderHook } from '@testing-library/react';
import { expect, test } from 'vitest';
import { problemFrom } from '@/lib/api/problem';
import { changedVersion, useSeenVersion } from './use-seen-version';

test('who is told that somebody else changed it goes on from what is there', () => {
  const body = { code: 'person.changed_meanwhile', detail: 'x', params: { by: 'Ola', version: '4' } };
  expect(changedVersion(problemFrom({ status: 409 }, body))).toBe(4);
});

test('any other refusal leaves the version that was seen', () => {
  const body = { code: 'person.address_taken', detail: 'x', params: { version: '4' } };
  expect(changedVersion(problemFrom({ status: 409 }, body))).toBeUndefined();
  expect(changedVersion(new Error('offline'))).toBeUndefined();
});

const changed = (version: string) =>
  problemFrom({ status: 409 }, { code: 'transport.changed_meanwhile', detail: 'x', params: { version } });

test('who is told that it was deleted meanwhile can save all the same', () => {
  const { result, rerender } = renderHook(({ error }) => useSeenVersion(7, error), {
    initialProps: { error: null as unknown },
  });
  expect(result.current.seen_version).toBe(7);
  rerender({ error: changed('0') });
  expect(result.current.seen_version).toBe(0);
  expect(result.current.submit).toBeDefined();
});

test('what its reader changed beside the form since he was told counts', () => {
  const error = changed('8');
  const { result } = renderHook(() => useSeenVersion(7, error));
  expect(result.current.seen_version).toBe(8);
  act(() => result.current.goOnFrom(9));
  expect(result.current.seen_version).toBe(9);
});
