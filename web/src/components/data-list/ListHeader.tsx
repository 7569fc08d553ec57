import { Checkbox } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { IconChevronDown, IconChevronUp } from '../icons';
import { ColumnBorder } from './ColumnBorder';
import { ColumnFilterMenu } from './ColumnFilterMenu';
import classes from './DataList.module.css';
import type { ListColumn, Sort } from './list-types';

type Props<Row> = {
  columns: ListColumn<Row>[];
  sort: Sort;
  onSort: (sort: Sort) => void;
  onResize: (column: string, px: number) => void;
  /** How many of the loaded rows are selected; absent where nothing can be. */
  selection?: { all: boolean; some: boolean; toggleAll: () => void };
};

/** The names of the columns; a click orders by one, another click turns the order round. */
export function ListHeader<Row>({ columns, sort, onSort, onResize, selection }: Props<Row>) {
  const { t } = useTranslation();
  return (
    <div role="rowgroup" className={classes.head}>
      <div role="row" className={classes.headRow} aria-rowindex={1}>
        {selection && (
          <div role="columnheader" className={classes.check}>
            <Checkbox
              size="xs"
              aria-label={t('list.selectAll')}
              checked={selection.all}
              indeterminate={selection.some && !selection.all}
              onChange={selection.toggleAll}
            />
          </div>
        )}
        {columns.map((column) => (
          <HeaderCell
            key={column.id}
            column={column}
            sort={sort}
            onSort={onSort}
            onResize={(px) => onResize(column.id, px)}
          />
        ))}
      </div>
    </div>
  );
}

type CellProps<Row> = {
  column: ListColumn<Row>;
  sort: Sort;
  onSort: (sort: Sort) => void;
  onResize: (px: number) => void;
};

function HeaderCell<Row>({ column, sort, onSort, onResize }: CellProps<Row>) {
  const { t } = useTranslation();
  const sorted = sort.column === column.id;
  const order = sort.descending ? 'descending' : 'ascending';
  const next = sorted ? !sort.descending : false;
  const hint = t(next ? 'list.sortDescending' : 'list.sortAscending', { column: column.header });
  const Arrow = sort.descending ? IconChevronDown : IconChevronUp;
  return (
    <div
      role="columnheader"
      className={classes.headCell}
      data-align={column.align}
      aria-sort={sorted ? order : column.sortable ? 'none' : undefined}
    >
      {column.sortable ? (
        <button
          type="button"
          className={classes.sort}
          title={hint}
          data-sorted={sorted || undefined}
          onClick={() => onSort({ column: column.id, descending: next })}
        >
          {column.header}
          {sorted && <Arrow size={14} aria-hidden />}
        </button>
      ) : (
        column.header
      )}
      {column.filter && <ColumnFilterMenu name={column.header} filter={column.filter} />}
      <ColumnBorder name={column.header} onResize={onResize} />
    </div>
  );
}
