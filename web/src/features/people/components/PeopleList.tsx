import { Button } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { RowCard } from '@/components/card/RowCard';
import { DataList } from '@/components/data-list/DataList';
import type { ListColumn } from '@/components/data-list/list-types';
import { SearchField } from '@/components/data-list/SearchField';
import { IconMerge, IconPlus, IconUsers } from '@/components/icons';
import { Page } from '@/components/page/Page';
import { EmptyState } from '@/components/states/EmptyState';
import type { ListRequest, ListState } from '@/lib/api/list';
import { type ListSearch, orderOf, useListSearch } from '@/lib/router/use-list-search';

/** The address's word for one who is not there yet. */
const NEW = 'new';

const TEXTS = {
  persons: {
    title: 'persons.title',
    lead: 'persons.lead',
    new: 'persons.new',
    emptyTitle: 'persons.emptyTitle',
    emptyHint: 'persons.emptyHint',
  },
  companies: {
    title: 'companies.title',
    lead: 'companies.lead',
    new: 'companies.new',
    emptyTitle: 'companies.emptyTitle',
    emptyHint: 'companies.emptyHint',
  },
} as const;

type Row = { id: string; name: string };
type Props<T extends Row> = {
  name: 'persons' | 'companies';
  columns: ListColumn<T>[];
  useRows: (request: ListRequest) => ListState<T>;
  card: (row: T) => { text: ReactNode; facts: ReactNode };
  /** More that can be begun from the page. */
  more?: ReactNode;
  /** What the list is narrowed to beside the search. */
  narrowed?: {
    request: Record<string, string | undefined>;
    shown: ReactNode;
    clear: Record<string, undefined>;
  };
  /** More that can be done with selected rows. */
  moreActions?: (ids: string[], clear: () => void) => ReactNode;
  /** The form beside the list; without an id for a new one. */
  drawer: (id: string | undefined, rows: T[], close: () => void) => ReactNode;
  joinDialog: (pair: [T, T], close: () => void, done: () => void) => ReactNode;
};

/** The list of persons or of companies: opened beside it, joined from it. */
export function PeopleList<T extends Row>({ name, columns, useRows, card, ...props }: Props<T>) {
  const { t } = useTranslation();
  const texts = TEXTS[name];
  const [search, change] = useListSearch<ListSearch>();
  const [joining, setJoining] = useState<{ pair: [T, T]; clear: () => void }>();
  const request = {
    ...orderOf(columns, search, { sort: 'name', descending: false }),
    q: search.q,
    ...props.narrowed?.request,
  };
  const list = useRows(request);
  const close = () => change({ open: undefined });
  return (
    <Page
      title={t(texts.title)}
      lead={t(texts.lead)}
      body="fill"
      actions={
        <>
          {props.more}
          <Button leftSection={<IconPlus size={16} />} onClick={() => change({ open: NEW }, { push: true })}>
            {t(texts.new)}
          </Button>
        </>
      }
    >
      <DataList
        name={name}
        label={t(texts.title)}
        columns={columns}
        list={list}
        rowId={(row) => row.id}
        rowName={(row) => row.name}
        card={(row) => <RowCard title={row.name} {...card(row)} />}
        sort={{ column: request.sort, descending: request.descending }}
        onSort={({ column, descending }) => change({ sort: column, descending })}
        onOpen={(row) => change({ open: row.id }, { push: true })}
        openId={search.open}
        toolbar={
          <>
            {props.narrowed?.shown}
            <SearchField value={search.q} onSearch={(q) => change({ q })} />
          </>
        }
        actions={({ ids, rows: [one, other, third], clear }) => (
          <>
            {props.moreActions?.(ids, clear)}
            <Button
              size="xs"
              variant="default"
              leftSection={<IconMerge size={15} />}
              title={t('joining.two')}
              disabled={!one || !other || Boolean(third)}
              onClick={() => one && other && setJoining({ pair: [one, other], clear })}
            >
              {t('joining.join')}
            </Button>
          </>
        )}
        exporting={{ path: `/${name}/export`, query: request }}
        filtered={Boolean(search.q || props.narrowed?.shown)}
        onClearFilters={() => change({ q: undefined, ...props.narrowed?.clear })}
        empty={<EmptyState icon={IconUsers} title={t(texts.emptyTitle)} hint={t(texts.emptyHint)} />}
      />
      {search.open && props.drawer(search.open === NEW ? undefined : search.open, list.rows, close)}
      {joining &&
        props.joinDialog(
          joining.pair,
          () => setJoining(undefined),
          () => {
            joining.clear();
            setJoining(undefined);
          },
        )}
    </Page>
  );
}
