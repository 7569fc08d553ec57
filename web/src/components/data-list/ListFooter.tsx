import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { ListState } from '@/lib/api/list';
import { useFormat } from '@/lib/format/use-format';
import classes from './DataList.module.css';

/** How many rows there are and are shown, and the way to more. */
export function ListFooter<Row>({ list }: { list: ListState<Row> }) {
  const { t } = useTranslation();
  const format = useFormat();
  const shown = format.count(list.rows.length);
  const total = list.total && format.count(list.total.count);
  return (
    <div className={classes.footer}>
      <span aria-live="polite">
        {total && t(list.total?.more ? 'list.shownOfMore' : 'list.shown', { shown, total })}
      </span>
      {list.hasMore && (
        <Button size="compact-sm" variant="subtle" loading={list.loadingMore} onClick={list.loadMore}>
          {list.loadingMore ? t('list.loadingMore') : t('list.loadMore')}
        </Button>
      )}
    </div>
  );
}
