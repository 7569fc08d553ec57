import { expect, test } from 'vitest';
import type { TransportTest } from '@/lib/api/types';
import { inputOf, isTestedBad, UNSET, valuesOf } from './transport-form';

const values = { ...valuesOf(UNSET), host: 'smtp.a.no', username: 'post@a.no', password: 'secret' };
const failed = { ok: false } as TransportTest;

test('what is saved right behind its failed test is known to have failed', () => {
  const variables = { ...inputOf(values), recipient: 'kari@a.no' };
  expect(isTestedBad({ data: failed, variables }, inputOf(values))).toBe(true);
  expect(isTestedBad({ data: failed, variables: inputOf(values) }, inputOf(values))).toBe(true);
});

test('a test of other values, one that went well, and none at all say nothing', () => {
  const other = inputOf({ ...values, password: 'another' });
  expect(isTestedBad({ data: failed, variables: other }, inputOf(values))).toBe(false);
  expect(isTestedBad({ data: { ...failed, ok: true }, variables: inputOf(values) }, inputOf(values))).toBe(
    false,
  );
  expect(isTestedBad({}, inputOf(values))).toBe(false);
});
