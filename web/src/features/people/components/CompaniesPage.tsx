import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { ListColumn } from '@/components/data-list/list-types';
import { Time } from '@/components/time/Time';
import type { Company } from '@/lib/api/types';
import { readable } from '@/lib/format/domain-name';
import { useCompanies } from '../api/list-companies';
import { CompanyDrawer } from './CompanyDrawer';
import { JoinCompanies } from './JoinCompanies';
import { PeopleList } from './PeopleList';

/** The companies that persons belong to. */
export function CompaniesPage() {
  return (
    <PeopleList
      name="companies"
      columns={useCompanyColumns()}
      useRows={useCompanies}
      card={(row) => ({ text: readable(row.domains.join(', ')), facts: null })}
      drawer={(id, _, close) => <CompanyDrawer key={id ?? 'new'} id={id} onClose={close} />}
      joinDialog={(pair, close, done) => <JoinCompanies pair={pair} onClose={close} onDone={done} />}
    />
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
      cell: (row) => readable(row.domains.join(', ')) || '–',
    },
    {
      id: 'persons',
      header: t('companies.persons'),
      width: '7rem',
      align: 'end',
      cell: (row) =>
        row.persons === 0 ? (
          0
        ) : (
          <Link
            to="/people/persons"
            search={{ company: row.id }}
            aria-label={t('companies.showPersonsOf', { name: row.name, count: row.persons })}
            onClick={(event) => event.stopPropagation()}
          >
            {row.persons}
          </Link>
        ),
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
