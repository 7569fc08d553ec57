// The queues of the case list: the questions agents ask most, each a set of filters.
import type { CasesRequest } from './api/list-cases';

export const QUEUES = [
  'active',
  'mine',
  'unowned',
  'categories',
  'overdue',
  'failed',
  'waiting',
  'closed',
  'all',
  'spam',
  'deleted',
] as const;
export type Queue = (typeof QUEUES)[number];

type Narrowing = Pick<CasesRequest, 'status' | 'owner' | 'categories' | 'overdue' | 'delivery_failed'>;

export const FILTERS: Record<Queue, Narrowing> = {
  active: {},
  mine: { owner: 'me' },
  unowned: { owner: 'none' },
  waiting: { status: 'waiting' },
  closed: { status: 'closed' },
  all: { status: 'all' },
  categories: { categories: 'mine' },
  overdue: { status: 'open', overdue: true },
  failed: { status: 'all', delivery_failed: true },
  spam: { status: 'spam' },
  deleted: { status: 'deleted' },
};

export type CasesSearch = {
  view?: string;
  queue?: string;
  owner?: string;
  category?: string;
  priority?: string;
  type?: string;
  tag?: string;
  status?: string;
  q?: string;
  sort?: string;
  descending?: boolean;
};

/** The queue that an address names, or the usual one. */
export function queueOf(name: string | undefined): Queue {
  return QUEUES.find((queue) => queue === name) ?? 'active';
}

/** Whether a queue shows what is out of the way: there is one thing to do with it, to bring it back. */
export function isBin(queue: Queue): boolean {
  return queue === 'spam' || queue === 'deleted';
}

/** What to ask the server for; an owner chosen by hand goes before the queue's. */
export function requestOf(search: CasesSearch): CasesRequest {
  const filters = FILTERS[queueOf(search.queue)];
  return {
    ...filters,
    owner: search.owner ?? filters.owner,
    category_id: search.category,
    priority_id: search.priority,
    request_type_id: search.type,
    tag_id: search.tag,
    status_id: search.status,
    q: search.q,
    sort: search.sort ?? 'last_message_at',
    descending: search.descending ?? true,
  };
}
