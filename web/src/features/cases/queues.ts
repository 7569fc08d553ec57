// The queues of the case list: the questions agents ask most, each a set of filters.
import type { CasesRequest } from './api/list-cases';

export const QUEUES = ['active', 'mine', 'unowned', 'waiting', 'closed', 'all'] as const;
export type Queue = (typeof QUEUES)[number];

const FILTERS: Record<Queue, Pick<CasesRequest, 'status' | 'owner'>> = {
  active: {},
  mine: { owner: 'me' },
  unowned: { owner: 'none' },
  waiting: { status: 'waiting' },
  closed: { status: 'closed' },
  all: { status: 'all' },
};

export type CasesSearch = {
  queue?: string;
  owner?: string;
  category?: string;
  q?: string;
  sort?: string;
  descending?: boolean;
};

/** The queue that an address names, or the usual one. */
export function queueOf(name: string | undefined): Queue {
  return QUEUES.find((queue) => queue === name) ?? 'active';
}

/** What to ask the server for; an owner chosen by hand goes before the queue's. */
export function requestOf(search: CasesSearch): CasesRequest {
  const filters = FILTERS[queueOf(search.queue)];
  return {
    ...filters,
    owner: search.owner ?? filters.owner,
    category_id: search.category,
    q: search.q,
    sort: search.sort ?? 'last_message_at',
    descending: search.descending ?? true,
  };
}
