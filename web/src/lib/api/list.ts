// Lists by keyset pages: the request of any list, its infinite query, and the address of its export.
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { Page, Total } from './types';

/** Rows asked for at a time. */
export const PAGE_ROWS = 50;

/** What orders and narrows a list; further filters stand beside these. */
export type ListRequest = { sort?: string; descending?: boolean; q?: string; [filter: string]: unknown };

/** A list as the shared list component shows it. */
export type ListState<Row> = {
  rows: Row[];
  total: Total | undefined;
  status: 'pending' | 'error' | 'success';
  error: unknown;
  /** A new order or filter is on its way; the rows shown are the former ones. */
  stale: boolean;
  hasMore: boolean;
  loadingMore: boolean;
  loadMore: () => void;
  retry: () => void;
};

type FetchPage<Row> = (cursor: string | undefined, signal: AbortSignal) => Promise<Page<Row>>;

/** A list's rows so far; `key` names the list and what was asked. */
export function useList<Row>(key: readonly unknown[], fetchPage: FetchPage<Row>): ListState<Row> {
  const query = useInfiniteQuery({
    queryKey: key,
    queryFn: ({ pageParam, signal }) => fetchPage(pageParam, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.next ?? undefined,
    placeholderData: keepPreviousData,
  });
  const pages = query.data?.pages;
  const rows = useMemo(() => (pages ?? []).flatMap((page) => page.rows), [pages]);
  return {
    rows,
    total: pages?.[0]?.total,
    status: query.status,
    error: query.error,
    stale: query.isPlaceholderData,
    hasMore: query.hasNextPage,
    loadingMore: query.isFetchingNextPage,
    loadMore: () => void (query.hasNextPage && !query.isFetchingNextPage && query.fetchNextPage()),
    retry: () => void query.refetch(),
  };
}
