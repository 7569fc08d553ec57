import { expect, test } from 'vitest';
import type { Draft } from '@/lib/api/types';
import { placeOf } from './place';

test('an answer to all lies under the answers, and a first mail under no case', () => {
  const draft = (case_id: string | null, mode: Draft['mode']) => ({ case_id, mode }) as Draft;
  expect(placeOf(draft('7', 'reply_all'))).toEqual({ id: '7', mode: 'reply' });
  expect(placeOf(draft('7', 'comment'))).toEqual({ id: '7', mode: 'comment' });
  expect(placeOf(draft(null, 'new'))).toBeNull();
  expect(placeOf(draft('7', 'new'))).toEqual({ id: '7', mode: 'reply' });
});
