import { Button } from '@mantine/core';
import { Link, useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { DataList } from '@/components/data-list/DataList';
import { withFilters } from '@/components/data-list/with-filters';
import { IconEdit } from '@/components/icons';
import { Page } from '@/components/page/Page';
import { useCategories } from '@/lib/requests/categories';
import { usePeople } from '@/lib/requests/people';
import { useRequestTypes } from '@/lib/requests/request-types';
import { useListSearch } from '@/lib/router/use-list-search';
import { useCases } from '../api/list-cases';
import { type CasesSearch, isBin, queueOf } from '../queues';
import { useViews } from '../use-case-views';
import { CaseBulkBar } from './CaseBulkBar';
import { CaseCard } from './CaseCard';
import { CaseFilters } from './CaseFilters';
import { CasesEmpty } from './CasesEmpty';
import { NextCase } from './NextCase';
import { useCaseColumns } from './use-case-columns';
import { ViewMenu } from './ViewMenu';

/** The cases: a queue of them, narrowed and ordered as the address says. */
export function CasesPage() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const [search, change] = useListSearch<CasesSearch>();
  const people = usePeople();
  const categories = useCategories();
  const types = useRequestTypes();
  const columns = withFilters(useCaseColumns(), {
    owner: {
      choices: [
        { value: 'me', label: t('cases.me') },
        { value: 'none', label: t('cases.noOwner') },
        ...people.map(({ id, name }) => ({ value: id, label: name })),
      ],
      value: search.owner,
      onChange: (owner) => change({ owner }),
    },
    category: {
      choices: categories.map(({ id, name }) => ({ value: id, label: name })),
      value: search.category,
      onChange: (category) => change({ category }),
    },
    request_type: {
      choices: types.map(({ id, name }) => ({ value: id, label: name })),
      value: search.type,
      onChange: (type) => change({ type }),
    },
  });
  const views = useViews(search, columns);
  const { request } = views;
  const show = (next: CasesSearch) => void navigate({ to: '/cases', search: next as never });
  const list = useCases(request);
  const filtered = Boolean(
    search.q ||
      search.owner ||
      search.category ||
      search.priority ||
      search.type ||
      search.tag ||
      search.status,
  );
  const mine = queueOf(search.queue) === 'mine';
  return (
    <Page
      title={t('cases.title')}
      help={t('help.cases')}
      body="fill"
      actions={
        <>
          <NextCase />
          <Button
            leftSection={<IconEdit size={16} />}
            renderRoot={(props) => <Link to="/cases/start" {...props} />}
          >
            {t('start.open')}
          </Button>
        </>
      }
    >
      <DataList
        name="cases"
        label={t('cases.title')}
        columns={columns}
        list={list}
        rowId={(row) => row.id}
        rowName={(row) => `${row.number} ${row.title}`}
        card={(row) => <CaseCard row={row} />}
        sort={{ column: request.sort ?? '', descending: request.descending ?? false }}
        onSort={({ column, descending }) => change({ sort: column, descending })}
        onOpen={(row) => void navigate({ to: '/cases/$caseId', params: { caseId: row.id } })}
        emphasis={(row) => (row.delivery_failed ? 'bad' : row.unread ? 'strong' : undefined)}
        kept={views.kept}
        toolbar={
          <>
            <CaseFilters search={search} views={views} onChange={change} onShow={show} />
            <ViewMenu views={views} onSaved={(view) => change({ view })} />
          </>
        }
        selectsMatching
        actions={({ ids, clear, all }) => (
          <CaseBulkBar
            ids={ids}
            all={all}
            request={request}
            binned={isBin(queueOf(search.queue))}
            clear={clear}
          />
        )}
        exporting={{ path: '/cases/export', query: request }}
        filtered={filtered}
        onClearFilters={() =>
          change({
            q: undefined,
            owner: undefined,
            category: undefined,
            priority: undefined,
            type: undefined,
            tag: undefined,
            status: undefined,
          })
        }
        empty={<CasesEmpty mine={mine} />}
      />
    </Page>
  );
}
