// Filters, order and the open row live in the address, so that a view can be linked and gone back to.
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useCallback } from 'react';

/** What every list keeps in the address. */
export type ListSearch = { sort?: string; descending?: boolean; q?: string; open?: string };

export type Change<S> = (next: Partial<S>, how?: { push?: boolean }) => void;

/** The list's part of the address, and how to change it. */
export function useListSearch<S extends ListSearch>(): [S, Change<S>] {
  const search = useSearch({ strict: false, structuralSharing: false }) as unknown as S;
  const navigate = useNavigate();
  const change = useCallback<Change<S>>(
    (next, how) => {
      const merge = (previous: object) => withoutEmpty({ ...previous, ...next });
      void navigate({ to: '.', search: merge as never, replace: !how?.push });
    },
    [navigate],
  );
  return [search, change];
}

type Ordered = { sort: string; descending: boolean };

/** The order of a list: as usual where somebody typed a column into the address that it has not, or that gives no order. */
export function orderOf(
  columns: readonly { id: string; sortable?: boolean }[],
  search: Pick<ListSearch, 'sort' | 'descending'>,
  usual: Ordered,
): Ordered {
  const chosen = columns.find(({ id, sortable }) => sortable && id === search.sort);
  return { sort: chosen?.id ?? usual.sort, descending: search.descending ?? usual.descending };
}

function withoutEmpty(search: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(search).filter(([, value]) => value !== undefined && value !== ''),
  );
}

/** Reads the list part of an address, whatever somebody typed there. */
export function readListSearch(raw: Record<string, unknown>): ListSearch {
  return {
    sort: text(raw.sort),
    descending: typeof raw.descending === 'boolean' ? raw.descending : undefined,
    q: text(raw.q),
    open: text(raw.open),
  };
}

/** A text of the address; numbers are texts there that look like numbers. */
export function text(value: unknown): string | undefined {
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' && value !== '' ? value : undefined;
}
