import { expect, test } from 'vitest';
import type { TransportTest } from '@/lib/api/types';
import { inputOf, isTestedBad, savedInputOf, UNSET, valuesOf } from './transport-form';

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

test('what was typed of a server is kept beside the shared way', () => {
  const {
    kind: _,
    helo_name: __,
    ...server
  } = inputOf({ ...values, way: 'relay', spf_terms: 'include:a.no' });
  const shared = inputOf({ ...values, way: 'shared', spf_terms: 'include:a.no' });
  expect(shared).toEqual({ ...server, own: false });
  expect(shared).toMatchObject({ host: 'smtp.a.no', password: 'secret' });
  expect(inputOf({ ...valuesOf(UNSET), way: 'shared' })).toEqual({ own: false });
});

test('who goes over to the shared way sends nothing of a server that he left as it is', () => {
  const saved = { ...UNSET, host: 'smtp.a.no', spf_terms: 'all', username: 'post@a.no' };
  const shared = { ...valuesOf(saved), way: 'shared' as const };
  expect(savedInputOf(shared, saved)).toEqual({ own: false });
  const changed = savedInputOf({ ...shared, host: 'smtp.b.no' }, saved);
  expect(changed).toMatchObject({ own: false, host: 'smtp.b.no', spf_terms: 'all' });
  expect(savedInputOf(valuesOf(saved), saved)).toEqual(inputOf(valuesOf(saved)));
});
