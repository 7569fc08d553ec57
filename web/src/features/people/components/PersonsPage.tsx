import { Pill } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { WithSigns } from '@/components/address/AddressWarning';
import type { ListColumn } from '@/components/data-list/list-types';
import { Time } from '@/components/time/Time';
import type { KnownPerson } from '@/lib/api/types';
import { readable } from '@/lib/format/domain-name';
import { useCompany } from '@/lib/requests/companies';
import { usePeopleList } from '@/lib/requests/people-lists';
import { type ListSearch, useListSearch } from '@/lib/router/use-list-search';
import { usePersons } from '../api/list-persons';
import { Doubles } from './Doubles';
import { JoinPersons } from './JoinPersons';
import { ListMembers } from './ListMembers';
import { PeopleList } from './PeopleList';
import { PersonDrawer } from './PersonDrawer';
import { PersonFiles } from './PersonFiles';

/** Whom the organisation writes to. */
export function PersonsPage() {
  const { t } = useTranslation();
  type Search = ListSearch & { list?: string; company?: string };
  const [{ list, company, q, sort, descending }, change] = useListSearch<Search>();
  const shown = usePeopleList(list).data;
  const ofCompany = useCompany(company).data;
  return (
    <PeopleList
      name="persons"
      narrowed={{
        request: { list_id: list, company_id: company },
        clear: { list: undefined, company: undefined },
        shown: (shown || company) && (
          <>
            {shown && (
              <Narrowing onClear={() => change({ list: undefined })}>
                {t(`peopleLists.in.${shown.kind}`, { name: shown.name })}
              </Narrowing>
            )}
            {company && (
              <Narrowing onClear={() => change({ company: undefined })}>
                {t('companies.personsOf', { name: ofCompany?.name ?? '…' })}
              </Narrowing>
            )}
          </>
        ),
      }}
      moreActions={(ids, clear) => <ListMembers ids={ids} list={list} onDone={clear} />}
      columns={usePersonColumns()}
      useRows={usePersons}
      card={(row) => ({
        text: <WithSigns warnings={row.warnings}>{readable(row.addresses[0]) ?? ''}</WithSigns>,
        facts: <span>{row.company_name}</span>,
      })}
      more={
        <>
          <Doubles />
          <PersonFiles request={{ q, sort, descending, list_id: list, company_id: company }} />
        </>
      }
      drawer={(id, _, close) => <PersonDrawer key={id ?? 'new'} id={id} onClose={close} />}
      joinDialog={(pair, close, done) => <JoinPersons pair={pair} onClose={close} onDone={done} />}
    />
  );
}

/** What the list is narrowed to, and the way to all of them. */
function Narrowing({ children, onClear }: { children: string; onClear: () => void }) {
  const { t } = useTranslation();
  return (
    <Pill
      withRemoveButton
      size="md"
      removeButtonProps={{ 'aria-label': t('peopleLists.showAll') }}
      onRemove={onClear}
    >
      {children}
    </Pill>
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
      cell: (row) => <WithSigns warnings={row.warnings}>{readable(row.addresses.join(', '))}</WithSigns>,
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
