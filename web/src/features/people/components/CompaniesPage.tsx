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
import type { Company } from '@/lib/api/types';
import { type ListSearch, useListSearch } from '@/lib/router/use-list-search';
import { useCompanies } from '../api/list-companies';
import { CompanyDrawer } from './CompanyDrawer';

/** The address's word for a company that is not there yet. */
const NEW = 'new';

/** The companies that persons belong to. */
export function CompaniesPage() {
  const { t } = useTranslation();
  const [search, change] = useListSearch<ListSearch>();
  const columns = useCompanyColumns();
  const request = { sort: search.sort ?? 'name', descending: search.descending ?? false, q: search.q };
  const list = useCompanies(request);
  const close = () => change({ open: undefined });
  const opened = list.rows.find((row) => row.id === search.open);
  return (
    <Page
      title={t('companies.title')}
      lead={t('companies.lead')}
      body="fill"
      actions={
        <Button leftSection={<IconPlus size={16} />} onClick={() => change({ open: NEW }, { push: true })}>
          {t('companies.new')}
        </Button>
      }
    >
      <DataList
        name="companies"
        label={t('companies.title')}
        columns={columns}
        list={list}
        rowId={(row) => row.id}
        rowName={(row) => row.name}
        card={(row) => <RowCard title={row.name} text={row.domains.join(', ')} facts={null} />}
        sort={{ column: request.sort, descending: request.descending }}
        onSort={({ column, descending }) => change({ sort: column, descending })}
        onOpen={(row) => change({ open: row.id }, { push: true })}
        openId={search.open}
        toolbar={<SearchField value={search.q} onSearch={(q) => change({ q })} />}
        exporting={{ path: '/companies/export', query: request }}
        filtered={Boolean(search.q)}
        onClearFilters={() => change({ q: undefined })}
        empty={
          <EmptyState icon={IconUsers} title={t('companies.emptyTitle')} hint={t('companies.emptyHint')} />
        }
      />
      {(search.open === NEW || opened) && (
        <CompanyDrawer key={search.open} company={opened} onClose={close} />
      )}
    </Page>
  );
}

function useCompanyColumns(): ListColumn<Company>[] {
  const { t } = useTranslation();
  return [
    {
      id: 'name',
      header: t('companies.name'),
      width: 'minmax(11rem, 1.4fr)',
      sortable: true,
      fixed: true,
      cell: (row) => row.name,
    },
    {
      id: 'domains',
      header: t('companies.domains'),
      width: 'minmax(12rem, 1.6fr)',
      cell: (row) => row.domains.join(', ') || '–',
    },
    {
      id: 'persons',
      header: t('companies.persons'),
      width: '7rem',
      align: 'end',
      cell: (row) => row.persons,
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
