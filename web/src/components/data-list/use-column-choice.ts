// Which columns a user sees in a list, kept on this browser.
import { useCallback, useState } from 'react';
import type { ListColumn } from './list-types';

export type Visibility = Record<string, boolean>;

function storageKey(list: string): string {
  return `posthus.columns.${list}`;
}

function load<Row>(list: string, columns: ListColumn<Row>[]): Visibility {
  const usual = Object.fromEntries(columns.map((column) => [column.id, !column.hidden]));
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(storageKey(list)) ?? '{}');
    if (typeof stored !== 'object' || stored === null) return usual;
    const known = Object.entries(stored).filter(([id, on]) => id in usual && typeof on === 'boolean');
    return { ...usual, ...Object.fromEntries(known) };
  } catch {
    return usual;
  }
}

/** The choice, and how to change it. Fixed columns stay. */
export function useColumnChoice<Row>(list: string, columns: ListColumn<Row>[]) {
  const [visibility, setVisibility] = useState(() => load(list, columns));
  const show = useCallback(
    (id: string, on: boolean) =>
      setVisibility((before) => {
        const next = { ...before, [id]: on };
        localStorage.setItem(storageKey(list), JSON.stringify(next));
        return next;
      }),
    [list],
  );
  return { visibility, show };
}
