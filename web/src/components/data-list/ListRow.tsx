import { Checkbox } from '@mantine/core';
import type { CSSProperties, MouseEvent, ReactNode, Ref } from 'react';
import { useTranslation } from 'react-i18next';
import classes from './DataList.module.css';
import type { ListColumn } from './list-types';

type Props<Row> = {
  row: Row;
  name: string;
  index: number;
  /** The line that it stands on: headings of groups are lines, too. */
  line: number;
  columns: ListColumn<Row>[];
  /** The row as a card; then the columns are not shown. */
  card: ReactNode | undefined;
  style: CSSProperties;
  focusable: boolean;
  open: boolean;
  emphasis: 'strong' | 'bad' | undefined;
  selection?: { selected: boolean; onToggle: (event: MouseEvent) => void };
  onOpen: () => void;
  onFocus: () => void;
  rowRef: Ref<HTMLDivElement>;
};

/** One row of a list, as columns or as a card. */
export function ListRow<Row>(props: Props<Row>) {
  const { t } = useTranslation();
  const { row, columns, card, selection } = props;
  return (
    <div
      role="row"
      ref={props.rowRef}
      data-index={props.line}
      className={classes.row}
      style={props.style}
      tabIndex={props.focusable ? 0 : -1}
      aria-rowindex={props.index + 2}
      aria-selected={selection ? selection.selected : undefined}
      data-open={props.open || undefined}
      data-emphasis={props.emphasis}
      data-card={card !== undefined || undefined}
      onClick={props.onOpen}
      onFocus={props.onFocus}
    >
      {selection && (
        <div role="gridcell" className={classes.check} onClick={pressBox}>
          <Checkbox
            size="xs"
            tabIndex={-1}
            aria-label={t('list.selectRow', { name: props.name })}
            checked={selection.selected}
            onClick={selection.onToggle}
            onChange={() => undefined}
          />
        </div>
      )}
      {card !== undefined ? (
        <div role="gridcell" className={classes.card}>
          {card}
        </div>
      ) : (
        columns.map((column) => {
          const cell = column.cell(row);
          return (
            <div
              key={column.id}
              role="gridcell"
              className={classes.cell}
              data-align={column.align}
              data-fixed={column.fixed}
              // A row has one line: what is cut of it is read by pointing at it.
              title={typeof cell === 'string' ? cell : undefined}
            >
              {cell}
            </div>
          );
        })
      )}
    </div>
  );
}

/** The whole cell is the box's: a finger that misses the box opens no row. */
function pressBox(event: MouseEvent<HTMLElement>) {
  event.stopPropagation();
  if (event.target === event.currentTarget) event.currentTarget.querySelector('input')?.click();
}
