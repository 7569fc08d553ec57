// The list as a TanStack table: it keeps columns, order and selection; the server sorts and filters.
import {
  type ColumnDef,
  columnVisibilityFeature,
  type RowSelectionState,
  rowSelectionFeature,
  rowSortingFeature,
  tableFeatures,
  useTable,
} from '@tanstack/react-table';
import { useMemo, useState } from 'react';
import type { DataListProps, ListColumn } from './list-types';
import { useColumnChoice } from './use-column-choice';

export const features = tableFeatures({ columnVisibilityFeature, rowSelectionFeature, rowSortingFeature });
export type Features = typeof features;
export type ListTable<Row extends object> = ReturnType<typeof useListTable<Row>>;

export function useListTable<Row extends object>(props: DataListProps<Row>) {
  const { columns, list, sort, onSort, rowId } = props;
  const { visibility, show } = useColumnChoice(props.name, columns);
  const [rowSelection, setRowSelection] = useState<RowSelectionState>({});

  const definitions = useMemo(() => columns.map(definition), [columns]);
  const table = useTable<Features, Row>({
    features,
    data: list.rows,
    columns: definitions,
    getRowId: rowId,
    manualSorting: true,
    enableSortingRemoval: false,
    state: {
      columnVisibility: visibility,
      rowSelection,
      sorting: [{ id: sort.column, desc: sort.descending }],
    },
    onRowSelectionChange: setRowSelection,
    onSortingChange: (change) => {
      const before = [{ id: sort.column, desc: sort.descending }];
      const [next] = typeof change === 'function' ? change(before) : change;
      if (next) onSort({ column: next.id, descending: next.desc });
    },
  });
  const shown = columns.filter((column) => column.fixed || visibility[column.id]);
  const selected = list.rows.filter((row) => rowSelection[rowId(row)]);
  const clear = () => setRowSelection({});
  return { table, shown, visibility, show, selected, clear };
}

function definition<Row extends object>(column: ListColumn<Row>): ColumnDef<Features, Row> {
  return {
    id: column.id,
    header: column.header,
    cell: ({ row }) => column.cell(row.original),
    enableSorting: column.sortable ?? false,
    enableHiding: !column.fixed,
  };
}
