import { expect, test } from 'vitest';
import type { ServedMtaSts } from '@/lib/api/types';
import { renewal, stepsOf } from './mta-sts';

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
