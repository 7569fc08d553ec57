// What keeps a mail that waits from being tried, whatever else it would wait for.
import type { Outbox, OutboxDetail } from '@/lib/api/types';
import type { Kept } from '@/lib/mail/plain-words';

/** The nearest to the mail itself first. */
export function keptBy(
  mail: Pick<Outbox, 'deleted_at' | 'held_at'> & OfDomains,
  allStopped: boolean,
): Kept | undefined {
  if (mail.deleted_at) return 'binned';
  if (mail.held_at) return 'stopped';
  if (allStopped) return 'allStopped';
  return isHeldForDomains(mail) ? 'domainStopped' : undefined;
}

type OfDomains = Pick<Outbox, 'state' | 'goes_at' | 'held_for'>;

/** Whether all that waits of a mail is for domains that mail is stopped to. */
export const isHeldForDomains = ({ state, goes_at, held_for }: OfDomains) =>
  state === 'queued' && held_for.length > 0 && goes_at === null;

/** Whether a mail waits while all mail of the organisation is stopped. */
export const isAllStopped = ({ waits }: Pick<OutboxDetail, 'waits'>) =>
  waits.some(({ rule }) => rule === 'stopped' || rule === 'stopped_by_operator');
