import { defaultRangeExtractor, useVirtualizer } from '@tanstack/react-virtual';
import { type CSSProperties, useCallback, useEffect, useMemo, useRef } from 'react';
import classes from './DataList.module.css';
import { ListGroup } from './ListGroup';
import { ListHeader } from './ListHeader';
import { ListRow } from './ListRow';
import { headingAbove, lineKey, lineOfRow, linesOf } from './list-lines';
import type { DataListProps } from './list-types';
import { useListKeys } from './use-list-keys';
import type { ListTable } from './use-list-table';

/** Heights in pixels: a row, and the first guess for a card, which is measured then. */
const ROW_PX = 38;
const CARD_PX = 84;
const GROUP_PX = 32;
/** Rows from the end at which the next page is fetched. */
const AHEAD = 10;

type Props<Row extends object> = { props: DataListProps<Row>; state: ListTable<Row>; narrow: boolean };

/** The rows: only those in sight exist, however long the list is. */
export function ListGrid<Row extends object>({ props, state, narrow }: Props<Row>) {
  const { list, actions } = props;
  const { table, shown } = state;
  const rows = table.getRowModel().rows;
  const scroller = useRef<HTMLDivElement>(null);
  const { loadMore, hasMore } = list;
  const groupOf = state.groupBy?.group;
  const lines = useMemo(() => linesOf(list.rows, groupOf, hasMore), [list.rows, groupOf, hasMore]);
  // What was measured is known by its row: where rows go, a heading may come to stand on the line of one.
  const keyOf = useCallback((at: number) => lineKey(lines, at, (row) => rows[row]?.id), [lines, rows]);
  const stuck = useRef<number | undefined>(undefined);
  const virtual = useVirtualizer({
    count: lines.length,
    getScrollElement: () => scroller.current,
    getItemKey: keyOf,
    estimateSize: (line) => ('group' in (lines[line] ?? {}) ? GROUP_PX : narrow ? CARD_PX : ROW_PX),
    overscan: 12,
    scrollPaddingStart: (narrow ? 0 : ROW_PX) + (groupOf ? GROUP_PX : 0),
    paddingStart: 0,
    // The heading of the topmost rows exists although it has scrolled away.
    rangeExtractor: (range) => {
      stuck.current = headingAbove(lines, range.startIndex);
      const inSight = defaultRangeExtractor(range);
      if (stuck.current === undefined || inSight.includes(stuck.current)) return inSight;
      return [stuck.current, ...inSight];
    },
  });
  const items = virtual.getVirtualItems();
  const last = items.at(-1)?.index ?? 0;
  useEffect(() => {
    if (hasMore && last >= lines.length - AHEAD) loadMore();
  }, [hasMore, last, lines.length, loadMore]);

  const keys = useListKeys({
    count: rows.length,
    scrollTo: (index) => virtual.scrollToIndex(lineOfRow(lines, index)),
    open: (index) => rows[index] && props.onOpen(rows[index].original),
    toggle: actions && ((index, on) => rows[index]?.toggleSelected(on)),
    isSelected: (index) => rows[index]?.getIsSelected() ?? false,
    selectAll: actions && (() => table.toggleAllRowsSelected(true)),
    clear: state.selected.length > 0 ? state.clear : undefined,
  });
  const tracks = [...(actions ? ['2.25rem'] : []), ...shown.map((column) => column.width)].join(' ');
  const cardTracks = actions ? '2.5rem minmax(0, 1fr)' : 'minmax(0, 1fr)';
  const style = { '--tracks': narrow ? cardTracks : tracks } as CSSProperties;

  return (
    <div
      ref={scroller}
      className={classes.scroller}
      style={style}
      data-stale={list.stale || undefined}
      data-cards={narrow || undefined}
    >
      <div
        role="grid"
        aria-label={props.label}
        aria-rowcount={(list.total?.count ?? rows.length) + 1}
        aria-multiselectable={actions ? true : undefined}
        aria-busy={list.stale}
        onKeyDown={keys.press}
      >
        {!narrow && (
          <ListHeader
            columns={shown}
            sort={props.sort}
            onSort={props.onSort}
            onResize={state.choice.resize}
            selection={
              actions && {
                all: rows.length > 0 && state.selected.length === rows.length,
                some: state.selected.length > 0,
                toggleAll: () => table.toggleAllRowsSelected(state.selected.length < rows.length),
              }
            }
          />
        )}
        <div role="rowgroup" className={classes.rows} style={{ height: virtual.getTotalSize() }}>
          {items.map((item) => {
            const line = lines[item.index];
            if (line && 'group' in line) {
              const isStuck = item.index === stuck.current;
              return (
                <ListGroup
                  key={item.key}
                  name={line.group}
                  rows={line.rows}
                  open={line.open}
                  columns={shown.length + (actions ? 1 : 0)}
                  stuck={isStuck}
                  style={isStuck ? {} : { transform: `translateY(${item.start}px)` }}
                />
              );
            }
            const index = line?.row ?? 0;
            const row = rows[index];
            if (!row) return null;
            return (
              <ListRow
                key={row.id}
                row={row.original}
                name={props.rowName(row.original)}
                index={index}
                line={item.index}
                columns={shown}
                card={narrow ? props.card(row.original) : undefined}
                style={{ transform: `translateY(${item.start}px)`, height: narrow ? undefined : item.size }}
                focusable={index === keys.active}
                open={row.id === props.openId}
                emphasis={props.emphasis?.(row.original)}
                selection={
                  actions && {
                    selected: row.getIsSelected(),
                    onToggle: row.getToggleSelectedHandler(),
                  }
                }
                onOpen={() => props.onOpen(row.original)}
                onFocus={() => keys.setActive(index)}
                rowRef={(element) => {
                  keys.register(index)(element);
                  if (narrow) virtual.measureElement(element);
                }}
              />
            );
          })}
        </div>
      </div>
    </div>
  );
}
