import type { ReactNode } from 'react';
import type { ListState } from '@/lib/api/list';

/** One column of a list. */
export type ListColumn<Row> = {
  /** The server's name of the column where it can sort by it; also the key of the user's choice. */
  id: string;
  header: string;
  cell: (row: Row) => ReactNode;
  /** A track of the grid, such as `7rem` or `minmax(12rem, 2fr)`. */
  width: string;
  sortable?: boolean;
  /** What rows have in common that stand under one heading when the list is ordered by this column. */
  group?: (row: Row) => string;
  /** Where the list can be narrowed by this column: what to choose from, and what is chosen. */
  filter?: ColumnFilter;
  align?: 'end';
  /** Always shown: it says which row this is. */
  fixed?: boolean;
  /** Shown only when the user chooses it. */
  hidden?: boolean;
};

export type ColumnFilter = {
  choices: { value: string; label: string }[];
  value: string | undefined;
  onChange: (value: string | undefined) => void;
};

/** A stored choice, and how to change it. */
export type KeptChoice = readonly [stored: unknown, put: (choice: unknown) => void];

export type Sort = { column: string; descending: boolean };

export type Selection<Row> = {
  ids: string[];
  rows: Row[];
  clear: () => void;
  /** All rows that fit are meant, loaded or not: how many, in words. */
  all?: string;
};

export type DataListProps<Row> = {
  /** Names the list in the user's stored choice of columns. */
  name: string;
  /** Columns and grouping that are kept elsewhere than with the list's name, such as a saved view's. */
  kept?: KeptChoice;
  /** What the list holds, for screen readers. */
  label: string;
  columns: ListColumn<Row>[];
  list: ListState<Row>;
  rowId: (row: Row) => string;
  /** What a row is called when it is read aloud. */
  rowName: (row: Row) => string;
  /** A row as a card, on narrow screens. */
  card: (row: Row) => ReactNode;
  sort: Sort;
  onSort: (sort: Sort) => void;
  onOpen: (row: Row) => void;
  /** The row whose details are open. */
  openId?: string;
  /** `strong`: unread; `bad`: needs attention. */
  emphasis?: (row: Row) => 'strong' | 'bad' | undefined;
  /** Search and filters. */
  toolbar?: ReactNode;
  /** Buttons for the selected rows; without it nothing can be selected. */
  actions?: (selection: Selection<Row>) => ReactNode;
  /** The actions can be done to all rows that fit, by a job: see `Selection.all`. */
  selectsMatching?: boolean;
  /** Where the list's export is, with the same order and filters. */
  exporting?: { path: string; query: Record<string, unknown> };
  /** Shown when there is nothing at all. */
  empty: ReactNode;
  /** Filters are in force: an empty list then offers to take them away. */
  filtered?: boolean;
  onClearFilters?: () => void;
};
