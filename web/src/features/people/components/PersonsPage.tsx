import { Pill } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { WithSigns } from '@/components/address/AddressWarning';
import type { ListColumn } from '@/components/data-list/list-types';
import { Time } from '@/components/time/Time';
import type { KnownPerson } from '@/lib/api/types';
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
  const [{ list, q, sort, descending }, change] = useListSearch<ListSearch & { list?: string }>();
  const shown = usePeopleList(list).data;
  return (
    <PeopleList
      name="persons"
      narrowed={{
        request: { list_id: list },
        clear: { list: undefined },
        shown: shown && (
          <Pill
            withRemoveButton
            size="md"
            removeButtonProps={{ 'aria-label': t('peopleLists.showAll') }}
            onRemove={() => change({ list: undefined })}
          >
            {t(`peopleLists.in.${shown.kind}`, { name: shown.name })}
          </Pill>
        ),
      }}
      moreActions={(ids, clear) => <ListMembers ids={ids} list={list} onDone={clear} />}
      columns={usePersonColumns()}
      useRows={usePersons}
      card={(row) => ({
        text: <WithSigns warnings={row.warnings}>{row.addresses[0] ?? ''}</WithSigns>,
        facts: <span>{row.company_name}</span>,
      })}
      more={
        <>
          <Doubles />
          <PersonFiles request={{ q, sort, descending, list_id: list }} />
        </>
      }
      drawer={(id, _, close) => <PersonDrawer key={id ?? 'new'} id={id} onClose={close} />}
      joinDialog={(pair, close, done) => <JoinPersons pair={pair} onClose={close} onDone={done} />}
    />
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
      cell: (row) => <WithSigns warnings={row.warnings}>{row.addresses.join(', ')}</WithSigns>,
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
