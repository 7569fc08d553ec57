// What keeps a mail that waits from being tried, whatever else it would wait for.
import type { Outbox } from '@/lib/api/types';
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
