import { Button } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { useTranslation } from 'react-i18next';
import { IconFilter } from '../icons';
import { EmptyState } from '../states/EmptyState';
import { ErrorState } from '../states/ErrorState';
import { LoadingRows } from '../states/LoadingRows';
import { ColumnMenu } from './ColumnMenu';
import classes from './DataList.module.css';
import { GroupMenu } from './GroupMenu';
import { ListFooter } from './ListFooter';
import { ListGrid } from './ListGrid';
import { ExportMenu, SortMenu } from './ListTools';
import type { DataListProps } from './list-types';
import { SelectionBar } from './SelectionBar';
import { type ListTable, useListTable } from './use-list-table';

/** Under this width rows are cards. */
export const NARROW = '(max-width: 48em)';

/**
 * The one list of the application: sorted, filtered and paged by the server, virtual on the screen,
 * with choice of columns, selection, actions, export, and the keyboard for all of it.
 */
export function DataList<Row extends object>(props: DataListProps<Row>) {
  const narrow = useMediaQuery(NARROW, window.matchMedia(NARROW).matches) ?? false;
  const state = useListTable(props);
  const groupable = props.columns.filter((column) => column.group && column.sortable);
  return (
    <section className={classes.list} aria-label={props.label} data-list>
      <div className={classes.toolbar} data-selecting={state.selected.length > 0 || undefined}>
        {state.selected.length > 0 ? (
          <SelectionBar props={props} state={state} />
        ) : (
          <>
            <search className={classes.filters}>{props.toolbar}</search>
            <div className={classes.tools}>
              {narrow && <SortMenu columns={props.columns} sort={props.sort} onSort={props.onSort} />}
              {groupable.length > 0 && (
                <GroupMenu
                  columns={groupable}
                  by={state.groupBy?.id}
                  sort={props.sort}
                  onGroup={state.choice.group}
                  onSort={props.onSort}
                />
              )}
              {!narrow && <ColumnMenu choice={state.choice} />}
              {props.exporting && <ExportMenu exporting={props.exporting} ids={[]} />}
            </div>
          </>
        )}
      </div>
      <ListBody props={props} state={state} narrow={narrow} />
    </section>
  );
}

type PartProps<Row extends object> = { props: DataListProps<Row>; state: ListTable<Row> };

function ListBody<Row extends object>({ props, state, narrow }: PartProps<Row> & { narrow: boolean }) {
  const { t } = useTranslation();
  const { list } = props;
  if (list.status === 'pending') return <LoadingRows rows={10} height={narrow ? 76 : 38} />;
  if (list.status === 'error') return <ErrorState error={list.error} onRetry={list.retry} />;
  if (list.rows.length === 0 && props.filtered) {
    return (
      <EmptyState
        icon={IconFilter}
        title={t('list.noMatch')}
        hint={t('list.noMatchHint')}
        action={
          props.onClearFilters && (
            <Button variant="default" onClick={props.onClearFilters}>
              {t('list.clearFilters')}
            </Button>
          )
        }
      />
    );
  }
  if (list.rows.length === 0) return props.empty;
  return (
    <>
      <ListGrid key={narrow ? 'cards' : 'rows'} props={props} state={state} narrow={narrow} />
      <ListFooter list={list} />
    </>
  );
}
