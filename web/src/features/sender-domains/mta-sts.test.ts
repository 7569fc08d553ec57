import { expect, test } from 'vitest';
import type { SenderDomainRecord, ServedMtaSts } from '@/lib/api/types';
import { isOnlyOff, leadingRecord, renewal, stepsOf } from './mta-sts';

const served = {
  serving: 'testing',
  exchangers_differ: false,
  choices: [
    { serving: 'off', warnings: [] },
    { serving: 'testing', warnings: [] },
    { serving: 'enforce', warnings: ['no_reports'] },
  ],
} as unknown as ServedMtaSts;

test('the step ahead stands first, and where one stands is none', () => {
  expect(stepsOf(served).map(({ serving }) => serving)).toEqual(['enforce', 'off']);
});

test('other servers are taken in only where there are other ones', () => {
  expect(renewal(served)).toBeUndefined();
  expect(renewal({ ...served, exchangers_differ: true })?.serving).toBe('testing');
});

test('where nothing is served its record is not asked for, and one that is there is judged', () => {
  const record = { kind: 'mta_sts', verdict: 'missing', problem: null } as SenderDomainRecord;
  const off = { ...served, serving: 'off' } as const;
  expect([isOnlyOff(record, off), isOnlyOff(record), isOnlyOff(record, served)]).toEqual([true, true, false]);
  expect(isOnlyOff({ ...record, verdict: 'differs' }, off)).toBe(false);
  expect(isOnlyOff({ ...record, problem: 'name_doubled' }, off)).toBe(false);
  expect(isOnlyOff({ ...record, kind: 'tls_rpt' }, off)).toBe(false);
});

test('a name leads to an address by a record of addresses, and to a name by an alias', () => {
  expect(leadingRecord('192.0.2.7')).toEqual({ type: 'A', value: '192.0.2.7' });
  expect(leadingRecord('[2001:db8::1]')).toEqual({ type: 'AAAA', value: '2001:db8::1' });
  expect(leadingRecord('office.nord.no')).toEqual({ type: 'CNAME', value: 'office.nord.no' });
});
