import type { Draft } from '@/lib/api/types';

export type Place = { id: string; mode: 'reply' | 'forward' | 'comment' };

/** The case and the way of writing that a draft lies under: a case's first mail that came back is an answer in it. None for the first mail of a new case. */
export function placeOf({ case_id, mode }: Draft): Place | null {
  if (case_id === null) return null;
  return { id: case_id, mode: mode === 'reply_all' || mode === 'new' ? 'reply' : mode };
}
