import { ActionIcon, Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useFormat } from '@/lib/format/use-format';
import { IconX } from '../icons';
import classes from './DataList.module.css';
import { ExportMenu } from './ListTools';
import type { DataListProps } from './list-types';
import type { ListTable } from './use-list-table';

type Props<Row extends object> = { props: DataListProps<Row>; state: ListTable<Row> };

/** What is selected, what can be done with it, and the way from the loaded rows to all that fit. */
export function SelectionBar<Row extends object>({ props, state }: Props<Row>) {
  const { t } = useTranslation();
  const format = useFormat();
  const { list } = props;
  const ids = state.selected.map(props.rowId);
  const total = list.total ?? { count: ids.length, more: false };
  const named = format.count(total.count);
  const all = total.more ? t('list.allMoreThan', { total: named }) : t('list.all', { total: named });
  const offersAll = props.selectsMatching && list.hasMore && ids.length === list.rows.length;
  return (
    <>
      <div className={classes.filters}>
        <ActionIcon size="md" aria-label={t('list.clear')} title={t('list.clear')} onClick={state.clear}>
          <IconX size={18} />
        </ActionIcon>
        <strong className={classes.selected} aria-live="polite">
          {state.all ? t('list.allSelected', { all }) : t('list.selected', { count: ids.length })}
        </strong>
        {offersAll && !state.all && (
          <Button size="compact-xs" variant="subtle" onClick={state.selectMatching}>
            {t('list.selectMatching', { all })}
          </Button>
        )}
        {props.actions?.({ ids, rows: state.selected, clear: state.clear, all: state.all ? all : undefined })}
      </div>
      <div className={classes.tools}>
        {props.exporting && <ExportMenu exporting={props.exporting} ids={state.all ? [] : ids} />}
      </div>
    </>
  );
}
