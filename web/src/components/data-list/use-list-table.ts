// The list as a TanStack table: it keeps columns, order and selection; the server sorts and filters.
import {
  type ColumnDef,
  type RowSelectionState,
  rowSelectionFeature,
  rowSortingFeature,
  tableFeatures,
  useTable,
} from '@tanstack/react-table';
import { useEffect, useMemo, useState } from 'react';
import type { DataListProps, ListColumn } from './list-types';
import { useListChoice } from './use-list-choice';

export const features = tableFeatures({ rowSelectionFeature, rowSortingFeature });
export type Features = typeof features;
export type ListTable<Row extends object> = ReturnType<typeof useListTable<Row>>;

export function useListTable<Row extends object>(props: DataListProps<Row>) {
  const { columns, list, sort, onSort, rowId } = props;
  const choice = useListChoice(props.name, columns, props.kept);
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
  const selected = list.rows.filter((row) => rowSelection[rowId(row)]);
  const everything = selected.length > 0 && selected.length === list.rows.length;
  // What fits is another set with each filter, and one row less is no longer all.
  const asked = JSON.stringify(props.exporting?.query ?? {});
  const [matchingOf, setMatchingOf] = useState<string | null>(null);
  const all = everything && matchingOf === asked;
  useEffect(() => {
    if (!everything) setMatchingOf(null);
  }, [everything]);
  return {
    table,
    choice,
    shown: choice.columns,
    groupBy: choice.grouped ? columns.find((column) => column.id === sort.column && column.group) : undefined,
    selected,
    all,
    selectMatching: () => setMatchingOf(asked),
    clear: () => setRowSelection({}),
  };
}

function definition<Row extends object>(column: ListColumn<Row>): ColumnDef<Features, Row> {
  return {
    id: column.id,
    header: column.header,
    cell: ({ row }) => column.cell(row.original),
    enableSorting: column.sortable ?? false,
  };
}
