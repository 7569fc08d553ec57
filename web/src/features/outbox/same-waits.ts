// What several recipients of a mail wait for alike is told once, with who they are and the time that the list shows.
import type { Delivery, OutboxWait } from '@/lib/api/types';

/** Recipients that wait for the same. */
export type SameWait = {
  wait: OutboxWait;
  /** Who they are. */
  recipients: string[];
  /** When they can go; null where they wait for a person. */
  when: string | null;
};

type Waiting = Pick<Delivery, 'recipient' | 'state' | 'goes_at'>;

/** When the first of these recipients can go, as it stands beside each of them. */
export const firstGoing = (deliveries: Pick<Delivery, 'goes_at'>[]): string | undefined =>
  deliveries.flatMap(({ goes_at }) => goes_at ?? []).toSorted()[0];

/** The domain of an address, as a wait names it. */
export const domainOf = (address: string) => address.slice(address.lastIndexOf('@') + 1).toLowerCase();

/** The rules that keep all mail of the organisation, whatever it is for. */
const OF_ALL: OutboxWait['rule'][] = [
  'organisation_rate',
  'own_rate',
  'organisation_share',
  'stopped',
  'stopped_by_operator',
];

/** Whether a wait keeps all mail, so that all of it is counted beside it. */
export const keepsAll = ({ rule }: Pick<OutboxWait, 'rule'>) => OF_ALL.includes(rule);

const isOfDomain = (wait: OutboxWait) =>
  wait.rule === 'held_destination' || (wait.held_by === null && wait.others > 0 && !keepsAll(wait));

/** By what waits are the same: all that is said of them. */
const toldOf = (wait: OutboxWait, when: string | null) =>
  JSON.stringify({
    ...wait,
    // A destination that holds all mail up is counted for itself, and so is what keeps all; else each domain has others of its
    // own, or is stopped itself.
    domain: isOfDomain(wait) ? wait.domain : null,
    destination: keepsAll(wait) ? null : wait.destination,
    until: null,
    goes_at: when?.slice(0, 'YYYY-MM-DDTHH:MM'.length),
    failures: null,
  });

export function sameWaits(waits: OutboxWait[], deliveries: Waiting[]): SameWait[] {
  const found = new Map<string, SameWait>();
  for (const wait of waits) {
    const waiting = deliveries.filter(
      ({ recipient, state }) => state === 'queued' && domainOf(recipient) === wait.domain.toLowerCase(),
    );
    // Each at the time that stands beside it: of one domain, some may have been tried and others not.
    for (const one of waiting.length > 0 ? waiting : [undefined]) {
      const when = one ? one.goes_at : wait.goes_at;
      const told = toldOf(wait, when);
      const same = found.get(told) ?? { wait, recipients: [], when };
      if (one) same.recipients.push(one.recipient);
      found.set(told, same);
    }
  }
  return [...found.values()];
}
