import type { TFunction } from 'i18next';
import { expect, test } from 'vitest';
import type { TransportTest } from '@/lib/api/types';
import { losesPassword } from '@/lib/mail/server';
import { faultsOf, inputOf, isTestedBad, savedInputOf, UNSET, valuesOf } from './transport-form';

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

test('a stored password is asked for again where it may not go, and never left out beside a user name', () => {
  const t = ((key: string) => key) as unknown as TFunction;
  const saved = { ...UNSET, host: 'smtp.a.no', username: 'post@a.no', has_password: true };
  const kept = valuesOf(saved);
  const fault = (change: object, of = saved) => faultsOf({ ...kept, ...change }, of, t).password;
  expect(fault({})).toBeUndefined();
  for (const change of [
    { host: 'smtp.b.no' },
    { port: 587 },
    { username: 'kari@a.no' },
    { security: 'none' } as const,
  ]) {
    expect(losesPassword({ ...kept, ...change }, saved)).toBe(true);
    expect(fault(change)).toBe('problem.transport.password_again');
    expect(fault({ ...change, password: 'new' })).toBeUndefined();
  }
  expect(fault({}, { ...saved, has_password: false })).toBe('problem.transport.password_missing');
  expect(fault({ host: 'smtp.b.no', username: ' ' })).toBeUndefined();
  expect(fault({ host: 'smtp.b.no', way: 'shared' })).toBeUndefined();
});
