// What several recipients of a mail wait for alike is told once, with who they are and the time that the list shows.
import type { Delivery, OutboxWait } from '@/lib/api/types';

/** Recipients that wait for the same. */
export type SameWait = {
  wait: OutboxWait;
  /** Who they are. */
  recipients: string[];
  /** When they are tried next; null where each has a time of its own that nobody knows. */
  when: string | null;
};

type Waiting = Pick<Delivery, 'recipient' | 'state' | 'next_attempt_at'>;

const domainOf = (address: string) => address.slice(address.lastIndexOf('@') + 1).toLowerCase();

const at = (time: string | null) => (time === null ? Number.NEGATIVE_INFINITY : Date.parse(time));

/** Nobody is tried before his own time, nor before the end of what he waits for with others. */
function nextOf({ until }: OutboxWait, deliveries: Waiting[]): string | null {
  const own = deliveries
    .map(({ next_attempt_at }) => next_attempt_at)
    .sort((one, other) => at(one) - at(other))
    .find((time) => time !== null);
  const times = [until, own ?? null].sort((one, other) => at(other) - at(one));
  return times[0] ?? null;
}

/** By what waits are the same: all that is said of them. */
const toldOf = (wait: OutboxWait, when: string | null) =>
  JSON.stringify({
    ...wait,
    // A destination that holds all mail up is counted for itself; else each domain has others of its own.
    domain: wait.held_by === null && wait.others > 0 ? wait.domain : null,
    until: when?.slice(0, 'YYYY-MM-DDTHH:MM'.length),
    failures: null,
  });

export function sameWaits(waits: OutboxWait[], deliveries: Waiting[]): SameWait[] {
  const found = new Map<string, SameWait>();
  for (const wait of waits) {
    const waiting = deliveries.filter(
      ({ recipient, state }) => state === 'queued' && domainOf(recipient) === wait.domain.toLowerCase(),
    );
    const when = nextOf(wait, waiting);
    const told = toldOf(wait, when);
    const same = found.get(told) ?? { wait, recipients: [], when };
    same.recipients.push(...waiting.map(({ recipient }) => recipient));
    found.set(told, same);
  }
  return [...found.values()];
}
