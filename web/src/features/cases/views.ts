// A saved view as the case list's part of the address, and back.
import type { ListColumn } from '@/components/data-list/list-types';
import { inOrder, readChoice } from '@/components/data-list/use-list-choice';
import type { CaseView, CaseViewSettings } from '@/lib/api/types';
import type { CasesRequest } from './api/list-cases';
import { type CasesSearch, FILTERS, QUEUES, type Queue, requestOf } from './queues';

/** The queue that a view's filter is of; its owner may be another than the queue's. */
function queueFor(filter: CaseViewSettings['filter']): Queue | undefined {
  const fits = QUEUES.filter((queue) => {
    const { status, categories, overdue, delivery_failed, owner } = FILTERS[queue];
    return (
      (status ?? '') === (filter.status ?? '') &&
      (categories ?? '') === (filter.categories ?? '') &&
      Boolean(overdue) === Boolean(filter.overdue) &&
      Boolean(delivery_failed) === Boolean(filter.delivery_failed) &&
      (owner === undefined || owner === filter.owner)
    );
  });
  return fits.find((queue) => FILTERS[queue].owner !== undefined) ?? fits[0];
}

/** The address that shows a view. */
export function searchOf({ id, settings }: Pick<CaseView, 'id' | 'settings'>): CasesSearch {
  const { filter } = settings;
  const queue = queueFor(filter);
  const owner = filter.owner ?? undefined;
  return {
    view: id,
    queue,
    owner: queue && FILTERS[queue].owner === owner ? undefined : owner,
    category: filter.category_id ?? undefined,
    priority: filter.priority_id ?? undefined,
    type: filter.request_type_id ?? undefined,
    tag: filter.tag_id ?? undefined,
    status: filter.status_id ?? undefined,
    q: settings.q ?? undefined,
    sort: settings.sort ?? undefined,
    descending: settings.sort ? settings.descending : undefined,
  };
}

/** What a view holds of the list as it is shown. */
export function settingsOf(request: CasesRequest, columns: string[], grouped: boolean): CaseViewSettings {
  const {
    sort,
    descending,
    q,
    limit: _limit,
    cursor: _cursor,
    ...filter
  } = { ...request } as CasesRequest & {
    limit?: number;
    cursor?: string;
  };
  return {
    filter,
    q: q ?? null,
    sort: sort ?? null,
    descending: descending ?? false,
    grouped,
    columns,
  };
}

/** What to ask the server for: a view as it was saved, also where its filter is of no queue here. */
export function requestOfView(search: CasesSearch, view: CaseView | undefined): CasesRequest {
  if (!view || !same(requestOf(search), requestOf(searchOf(view)))) return requestOf(search);
  const { filter, q, sort, descending } = view.settings;
  return {
    ...(filter as CasesRequest),
    q: q ?? undefined,
    sort: sort ?? 'last_message_at',
    descending: sort ? descending : true,
  };
}

/** The columns of a view as the list keeps a choice of them; `null` where it names none. */
export function choiceOf(settings: CaseViewSettings, columns: ListColumn<never>[]): unknown {
  const { columns: order = [], grouped = false } = settings;
  if (order.length === 0) return grouped ? { grouped } : null;
  const shown = Object.fromEntries(columns.map(({ id }) => [id, order.includes(id)]));
  return { order, shown, grouped };
}

/** The columns that a stored choice shows, in their order, and whether in groups. */
export function columnsOf<Row>(stored: unknown, columns: ListColumn<Row>[]) {
  const choice = readChoice(stored);
  const shown = inOrder(columns, choice.order).filter(
    (column) => column.fixed || (choice.shown[column.id] ?? !column.hidden),
  );
  return { columns: shown.map(({ id }) => id), grouped: choice.grouped };
}

/** Whether both hold the same, whatever the order of their fields. */
export function same(one: object, other: object): boolean {
  const text = (value: object) =>
    JSON.stringify(
      Object.entries(value)
        .filter(([, part]) => part !== undefined && part !== null)
        .sort(([a], [b]) => a.localeCompare(b)),
    );
  return text(one) === text(other);
}
