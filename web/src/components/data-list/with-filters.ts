import type { ColumnFilter, ListColumn } from './list-types';

/** The columns with filters in the headings of some, by their ids. */
export function withFilters<Row>(
  columns: ListColumn<Row>[],
  filters: Record<string, ColumnFilter | undefined>,
): ListColumn<Row>[] {
  return columns.map((column) => {
    const filter = filters[column.id];
    return filter && filter.choices.length > 0 ? { ...column, filter } : column;
  });
}
