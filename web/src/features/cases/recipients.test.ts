import { expect, test } from 'vitest';
import type { Case } from '@/lib/api/types';
import { emptyDraft } from './draft';
import { recipientsOf } from './recipients';

test('whom somebody takes out is gone from all fields, and the others are kept by hand', () => {
  const draft = { ...emptyDraft('forward'), to: ['ola@a.no', 'per@a.no'], cc: ['ola@a.no'], bcc: ['x@a.no'] };
  const { without } = recipientsOf(draft, undefined, { customer_address: 'kari@a.no' } as Case);
  expect(without('ola@a.no')).toEqual({ to: ['per@a.no'], cc: [], bcc: ['x@a.no'] });
});
