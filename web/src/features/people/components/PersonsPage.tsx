import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { RowCard } from '@/components/card/RowCard';
import { DataList } from '@/components/data-list/DataList';
import type { ListColumn } from '@/components/data-list/list-types';
import { SearchField } from '@/components/data-list/SearchField';
import { IconPlus, IconUsers } from '@/components/icons';
import { Page } from '@/components/page/Page';
import { EmptyState } from '@/components/states/EmptyState';
import { Time } from '@/components/time/Time';
import type { KnownPerson } from '@/lib/api/types';
import { type ListSearch, useListSearch } from '@/lib/router/use-list-search';
import { usePersons } from '../api/list-persons';
import { PersonDrawer } from './PersonDrawer';

/** The address's word for a person who is not there yet. */
const NEW = 'new';

/** Whom the organisation writes to. */
export function PersonsPage() {
  const { t } = useTranslation();
  const [search, change] = useListSearch<ListSearch>();
  const columns = usePersonColumns();
  const request = { sort: search.sort ?? 'name', descending: search.descending ?? false, q: search.q };
  const list = usePersons(request);
  const close = () => change({ open: undefined });
  return (
    <Page
      title={t('persons.title')}
      lead={t('persons.lead')}
      body="fill"
      actions={
        <Button leftSection={<IconPlus size={16} />} onClick={() => change({ open: NEW }, { push: true })}>
          {t('persons.new')}
        </Button>
      }
    >
      <DataList
        name="persons"
        label={t('persons.title')}
        columns={columns}
        list={list}
        rowId={(row) => row.id}
        rowName={(row) => row.name}
        card={(row) => (
          <RowCard title={row.name} text={row.addresses[0] ?? ''} facts={<span>{row.company_name}</span>} />
        )}
        sort={{ column: request.sort, descending: request.descending }}
        onSort={({ column, descending }) => change({ sort: column, descending })}
        onOpen={(row) => change({ open: row.id }, { push: true })}
        openId={search.open}
        toolbar={<SearchField value={search.q} onSearch={(q) => change({ q })} />}
        exporting={{ path: '/persons/export', query: request }}
        filtered={Boolean(search.q)}
        onClearFilters={() => change({ q: undefined })}
        empty={<EmptyState icon={IconUsers} title={t('persons.emptyTitle')} hint={t('persons.emptyHint')} />}
      />
      {search.open && (
        <PersonDrawer key={search.open} id={search.open === NEW ? undefined : search.open} onClose={close} />
      )}
    </Page>
  );
}

function usePersonColumns(): ListColumn<KnownPerson>[] {
  const { t } = useTranslation();
  return [
    {
      id: 'name',
      header: t('persons.name'),
      width: 'minmax(11rem, 1.4fr)',
      sortable: true,
      fixed: true,
      cell: (row) => row.name,
    },
    {
      id: 'address',
      header: t('persons.address'),
      width: 'minmax(12rem, 1.6fr)',
      sortable: true,
      cell: (row) => row.addresses.join(', '),
    },
    {
      id: 'company',
      header: t('persons.company'),
      width: 'minmax(8rem, 1fr)',
      cell: (row) => row.company_name ?? '–',
    },
    { id: 'phone', header: t('persons.phone'), width: '9rem', cell: (row) => row.phone || '–' },
    {
      id: 'former',
      header: t('persons.former'),
      width: '8rem',
      hidden: true,
      cell: (row) => (row.former ? t('common.yes') : t('common.no')),
    },
    {
      id: 'created_at',
      header: t('persons.known'),
      width: '8rem',
      sortable: true,
      align: 'end',
      cell: (row) => <Time at={row.created_at} />,
    },
  ];
}
