// What keeps a mail that waits from being tried, whatever else it would wait for.
import type { Outbox, OutboxDetail } from '@/lib/api/types';
import type { Kept } from '@/lib/mail/plain-words';

/** The nearest to the mail itself first. */
export function keptBy(
  { deleted_at, held_at }: Pick<Outbox, 'deleted_at' | 'held_at'>,
  allStopped: boolean,
): Kept | undefined {
  if (deleted_at) return 'binned';
  if (held_at) return 'stopped';
  return allStopped ? 'allStopped' : undefined;
}

/** Whether a mail waits while all mail of the organisation is stopped. */
export const isAllStopped = ({ waits }: Pick<OutboxDetail, 'waits'>) =>
  waits.some(({ rule }) => rule === 'stopped' || rule === 'stopped_by_operator');
