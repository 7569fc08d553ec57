import { expect, test } from 'vitest';
import { problemFrom } from '@/lib/api/problem';
import { changedVersion } from './use-seen-version';

test('who is told that somebody else changed it goes on from what is there', () => {
  const body = { code: 'person.changed_meanwhile', detail: 'x', params: { by: 'Ola', version: '4' } };
  expect(changedVersion(problemFrom({ status: 409 }, body))).toBe(4);
});

test('any other refusal leaves the version that was seen', () => {
  const body = { code: 'person.address_taken', detail: 'x', params: { version: '4' } };
  expect(changedVersion(problemFrom({ status: 409 }, body))).toBeUndefined();
  expect(changedVersion(new Error('offline'))).toBeUndefined();
});
