import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { IconFilter, IconPlus } from '@/components/icons';
import { Page } from '@/components/page/Page';
import { notifyProblem } from '@/components/problem/notify';
import { EmptyState } from '@/components/states/EmptyState';
import { ErrorState } from '@/components/states/ErrorState';
import { LoadingRows } from '@/components/states/LoadingRows';
import type { Filter } from '@/lib/api/types';
import { useFilters } from '../api/list-filters';
import { useOrderFilters } from '../api/order-filters';
import { FilterDrawer } from './FilterDrawer';
import { FilterFileMenu } from './FilterFileMenu';
import { FilterItem } from './FilterItem';
import classes from './FiltersPage.module.css';

type Editing = { filter: Filter | null } | null;

/** The filters in the order they are tried. */
export function FiltersPage() {
  const { t } = useTranslation();
  const filters = useFilters();
  const order = useOrderFilters();
  const [editing, setEditing] = useState<Editing>(null);
  const [moved, setMoved] = useState('');
  const rows = filters.data ?? [];
  const move = (from: number, to: number) => {
    const ids = rows.map((row) => row.id);
    const [id] = ids.splice(from, 1);
    if (!id || from === to) return;
    ids.splice(to, 0, id);
    order.mutate(ids, { onError: (error) => notifyProblem(error, t) });
    setMoved(t('filters.moved', { name: rows[from]?.name ?? '', position: to + 1 }));
  };
  const create = (
    <Button leftSection={<IconPlus size={16} />} onClick={() => setEditing({ filter: null })}>
      {t('filters.new')}
    </Button>
  );
  return (
    <Page
      title={t('filters.title')}
      help={t('help.filters')}
      lead={t('filters.lead')}
      actions={
        <>
          <FilterFileMenu />
          {create}
        </>
      }
    >
      <p role="status" className={classes.status}>
        {moved}
      </p>
      {filters.isPending && <LoadingRows rows={4} height={64} />}
      {filters.isError && <ErrorState error={filters.error} onRetry={() => void filters.refetch()} />}
      {filters.data?.length === 0 && (
        <EmptyState icon={IconFilter} title={t('filters.emptyTitle')} hint={t('filters.emptyHint')} />
      )}
      {rows.length > 0 && (
        <ol className={classes.filters}>
          {rows.map((filter, index) => (
            <FilterItem
              key={filter.id}
              filter={filter}
              position={index + 1}
              onOpen={() => setEditing({ filter })}
              onDrop={(id) =>
                move(
                  rows.findIndex((row) => row.id === id),
                  index,
                )
              }
              onUp={index > 0 ? () => move(index, index - 1) : undefined}
              onDown={index < rows.length - 1 ? () => move(index, index + 1) : undefined}
            />
          ))}
        </ol>
      )}
      {editing && (
        <FilterDrawer
          key={editing.filter?.id ?? 'new'}
          filter={editing.filter}
          onClose={() => setEditing(null)}
        />
      )}
    </Page>
  );
}
