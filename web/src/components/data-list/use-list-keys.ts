// The keyboard in a list: one row is in the tab order, arrows and j/k move, space selects, Enter opens.
import { type KeyboardEvent, useCallback, useEffect, useRef, useState } from 'react';
import { useShortcuts } from '@/lib/shortcuts/use-shortcuts';

type Options = {
  count: number;
  scrollTo: (index: number) => void;
  open: (index: number) => void;
  toggle?: (index: number, on?: boolean) => void;
  isSelected: (index: number) => boolean;
  selectAll?: () => void;
  clear?: () => void;
};

/** Rows that Page Up and Page Down move by. */
const PAGE = 12;

export function useListKeys(options: Options) {
  const [active, setActive] = useState(0);
  const rows = useRef(new Map<number, HTMLElement>());
  const wanted = useRef<number | null>(null);
  const current = Math.min(active, Math.max(0, options.count - 1));

  // The row may only exist after the list has scrolled to it.
  useEffect(() => {
    if (wanted.current === null) return;
    const row = rows.current.get(wanted.current);
    if (!row) return;
    wanted.current = null;
    row.focus({ preventScroll: true });
  });

  const move = useCallback(
    (to: number) => {
      const next = Math.max(0, Math.min(options.count - 1, to));
      wanted.current = next;
      setActive(next);
      options.scrollTo(next);
      rows.current.get(next)?.focus({ preventScroll: true });
    },
    [options],
  );

  const isInside = () => [...rows.current.values()].includes(document.activeElement as HTMLElement);
  useShortcuts({
    j: () => options.count > 0 && move(isInside() ? current + 1 : current),
    k: () => options.count > 0 && move(isInside() ? current - 1 : current),
  });

  const extend = (from: number, step: 1 | -1) => {
    const next = from + step;
    if (!options.toggle || next < 0 || next >= options.count) return;
    const shrinks = options.isSelected(from) && options.isSelected(next);
    if (shrinks) options.toggle(from, false);
    else {
      options.toggle(from, true);
      options.toggle(next, true);
    }
    move(next);
  };

  const press = (event: KeyboardEvent) => {
    if (!(event.target instanceof HTMLElement) || event.target.getAttribute('role') !== 'row') return;
    const at = Number(event.target.dataset.index ?? current);
    const command = event.ctrlKey || event.metaKey;
    const actions: Record<string, (() => void) | undefined> = {
      ArrowDown: () => (event.shiftKey ? extend(at, 1) : move(at + 1)),
      ArrowUp: () => (event.shiftKey ? extend(at, -1) : move(at - 1)),
      Home: () => move(0),
      End: () => move(options.count - 1),
      PageDown: () => move(at + PAGE),
      PageUp: () => move(at - PAGE),
      Enter: () => options.open(at),
      ' ': options.toggle && (() => options.toggle?.(at)),
      a: command ? options.selectAll : undefined,
      Escape: options.clear,
    };
    // Capitals are typed by somebody whose keyboard is locked to them.
    const key = event.key === 'A' ? 'a' : event.key;
    const action = actions[key];
    if (!action || (command && key !== 'a')) return;
    event.preventDefault();
    action();
  };

  const register = (index: number) => (element: HTMLElement | null) => {
    if (element) rows.current.set(index, element);
    else rows.current.delete(index);
  };
  return { active: current, setActive, press, register };
}
