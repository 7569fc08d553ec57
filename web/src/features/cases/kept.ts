// What keeps a mail that waits from being tried, whatever else it would wait for.
import type { Message } from '@/lib/api/types';
import type { Kept } from '@/lib/mail/plain-words';

/** The words for each, as the key of a text. */
export const KEPT = {
  binned: 'delivery.binned',
  allStopped: 'delivery.allStopped',
  domainStopped: 'delivery.domainStopped',
  stopped: 'delivery.held',
} as const satisfies Record<Kept, string>;

/** The nearest to the mail itself first. */
export function keptBy(delivery: NonNullable<Message['delivery']>): Kept | undefined {
  if (delivery.binned) return 'binned';
  if (delivery.held) return 'stopped';
  if (delivery.all_stopped) return 'allStopped';
  return delivery.domain_held ? 'domainStopped' : undefined;
}
