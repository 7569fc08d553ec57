// What several recipients of a mail wait for alike is told once, with who they are and the time that the list shows.
import type { Delivery, OutboxWait } from '@/lib/api/types';

/** Recipients that wait for the same. */
export type SameWait = {
  wait: OutboxWait;
  /** Who they are. */
  recipients: string[];
  /** When the first of them can go; null where they wait for a person. */
  when: string | null;
};

type Waiting = Pick<Delivery, 'recipient' | 'state'>;

const domainOf = (address: string) => address.slice(address.lastIndexOf('@') + 1).toLowerCase();

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

/** By what waits are the same: all that is said of them. */
const toldOf = (wait: OutboxWait, when: string | null) =>
  JSON.stringify({
    ...wait,
    // A destination that holds all mail up is counted for itself, and so is what keeps all; else each domain has others of its
    // own.
    domain: wait.held_by === null && wait.others > 0 && !keepsAll(wait) ? wait.domain : null,
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
    const when = wait.goes_at;
    const told = toldOf(wait, when);
    const same = found.get(told) ?? { wait, recipients: [], when };
    same.recipients.push(...waiting.map(({ recipient }) => recipient));
    found.set(told, same);
  }
  return [...found.values()];
}
