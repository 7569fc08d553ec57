// How a user wants to see a list: which columns, in which order, how wide, and whether in groups.
import { useCallback, useMemo } from 'react';
import { usePreference } from '@/lib/preferences/use-preference';
import type { KeptChoice, ListColumn } from './list-types';

/** Pixels that a column has at least and at most. */
export const WIDTH_PX = { min: 56, max: 900 } as const;

type Choice = {
  shown: Record<string, boolean>;
  order: string[];
  widths: Record<string, number>;
  grouped: boolean;
};

export type ListChoice<Row> = {
  /** All columns in the user's order. */
  ordered: ListColumn<Row>[];
  /** Those that are shown, with the user's widths. */
  columns: ListColumn<Row>[];
  isShown: (id: string) => boolean;
  grouped: boolean;
  /** Whether anything differs from the usual. */
  changed: boolean;
  show: (id: string, on: boolean) => void;
  move: (id: string, by: -1 | 1) => void;
  resize: (id: string, px: number) => void;
  group: (on: boolean) => void;
  reset: () => void;
};

function recordOf<T>(value: unknown, fits: (item: unknown) => item is T): Record<string, T> {
  if (typeof value !== 'object' || value === null) return {};
  return Object.fromEntries(Object.entries(value).filter((entry): entry is [string, T] => fits(entry[1])));
}

const isFlag = (value: unknown): value is boolean => typeof value === 'boolean';
const isWidth = (value: unknown): value is number =>
  typeof value === 'number' && value >= WIDTH_PX.min && value <= WIDTH_PX.max;

/** Reads a stored choice, whoever wrote it. */
export function readChoice(stored: unknown): Choice {
  const given = (typeof stored === 'object' && stored !== null ? stored : {}) as Record<string, unknown>;
  const order = Array.isArray(given.order) ? given.order.filter((id) => typeof id === 'string') : [];
  return {
    shown: recordOf(given.shown, isFlag),
    order,
    widths: recordOf(given.widths, isWidth),
    grouped: given.grouped === true,
  };
}

/** The columns in the chosen order; one that the choice does not know stays behind its neighbour. */
export function inOrder<Row>(columns: ListColumn<Row>[], order: string[]): ListColumn<Row>[] {
  const known = order.filter((id) => columns.some((column) => column.id === id));
  if (known.length === 0) return columns;
  const result = known.flatMap((id) => columns.find((column) => column.id === id) ?? []);
  for (const [index, column] of columns.entries()) {
    if (known.includes(column.id)) continue;
    const before = columns[index - 1];
    const at = before ? result.findIndex((placed) => placed.id === before.id) + 1 : 0;
    result.splice(at, 0, column);
  }
  return result;
}

/** The choice for the list of this name. Fixed columns stay. */
export function useListChoice<Row>(
  list: string,
  columns: ListColumn<Row>[],
  kept?: KeptChoice,
): ListChoice<Row> {
  const own = usePreference(`list.${list}`);
  const [stored, put] = kept ?? own;
  const choice = useMemo(() => readChoice(stored), [stored]);
  const change = useCallback((next: Partial<Choice>) => put({ ...choice, ...next }), [choice, put]);
  const ordered = useMemo(() => inOrder(columns, choice.order), [columns, choice.order]);
  const isShown = (id: string) => {
    const column = columns.find((known) => known.id === id);
    return Boolean(column && (column.fixed || (choice.shown[id] ?? !column.hidden)));
  };
  const shown = ordered.filter((column) => isShown(column.id));
  const move = (id: string, by: -1 | 1) => {
    const ids = ordered.map((column) => column.id);
    // Past the next column that is shown: a step that nobody sees is none.
    let to = ids.indexOf(id) + by;
    while (ids[to] !== undefined && !isShown(ids[to] as string)) to += by;
    if (ids[to] === undefined) return;
    ids.splice(ids.indexOf(id), 1);
    ids.splice(to, 0, id);
    change({ order: ids });
  };
  return {
    ordered,
    columns: shown.map((column) => {
      const width = choice.widths[column.id];
      return width ? { ...column, width: `${width}px` } : column;
    }),
    isShown,
    grouped: choice.grouped,
    changed: stored !== null,
    show: (id, on) => change({ shown: { ...choice.shown, [id]: on } }),
    move,
    resize: (id, px) => {
      const width = Math.round(Math.min(WIDTH_PX.max, Math.max(WIDTH_PX.min, px)));
      change({ widths: { ...choice.widths, [id]: width } });
    },
    group: (grouped) => change({ grouped }),
    reset: () => put(null),
  };
}
