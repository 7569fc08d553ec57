import { Button, SegmentedControl, Select } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { RowCard } from '@/components/card/RowCard';
import { DataList } from '@/components/data-list/DataList';
import { SearchField } from '@/components/data-list/SearchField';
import { IconEdit, IconOutbox } from '@/components/icons';
import { Page } from '@/components/page/Page';
import { EmptyState } from '@/components/states/EmptyState';
import { Time } from '@/components/time/Time';
import { type ListSearch, useListSearch } from '@/lib/router/use-list-search';
import { useMay } from '@/lib/session/SessionContext';
import { useSent } from '../api/list-sent';
import { SentDrawer } from './SentDrawer';
import { SentStateDot } from './SentStateDot';
import { useSentColumns } from './use-sent-columns';

type Search = ListSearch & { everybody?: boolean; state?: string };

const STATES = ['all', 'sent', 'on_its_way', 'returned', 'stopped'] as const;

/** What the user sent, or everybody, the newest first, and what became of it. */
export function SentPage() {
  const { t } = useTranslation();
  const [search, change] = useListSearch<Search>();
  const maySeeAll = useMay('outbox');
  const everybody = maySeeAll && search.everybody === true;
  const columns = useSentColumns(everybody);
  const request = {
    sort: 'created_at',
    descending: search.descending ?? true,
    q: search.q,
    everybody,
    state: search.state,
  };
  const list = useSent(request);
  return (
    <Page
      title={t('sent.title')}
      help={t('sent.help')}
      lead={t(everybody ? 'sent.leadAll' : 'sent.lead')}
      body="fill"
      actions={
        <Button
          variant="default"
          leftSection={<IconEdit size={16} />}
          renderRoot={(props) => <Link to="/cases/start" {...props} />}
        >
          {t('start.open')}
        </Button>
      }
    >
      <DataList
        name="sent"
        label={t('sent.title')}
        columns={columns}
        list={list}
        rowId={(row) => row.id}
        rowName={(row) => row.subject || t('common.noSubject')}
        card={(row) => (
          <RowCard
            title={row.recipients.join(', ')}
            time={<Time at={row.created_at} />}
            text={row.subject || t('common.noSubject')}
            facts={<SentStateDot mail={row} />}
          />
        )}
        sort={{ column: 'created_at', descending: request.descending }}
        onSort={({ descending }) => change({ descending })}
        onOpen={(row) => change({ open: row.id }, { push: true })}
        openId={search.open}
        emphasis={(row) => (row.state === 'failed' ? 'bad' : undefined)}
        toolbar={
          <>
            {maySeeAll && (
              <SegmentedControl
                size="xs"
                aria-label={t('sent.whose')}
                data={[
                  { value: 'own', label: t('sent.own') },
                  { value: 'everybody', label: t('sent.everybody') },
                ]}
                value={everybody ? 'everybody' : 'own'}
                onChange={(whose) => change({ everybody: whose === 'everybody' || undefined })}
              />
            )}
            <Select
              size="xs"
              w={170}
              aria-label={t('intake.show')}
              allowDeselect={false}
              data={STATES.map((value) => ({ value, label: t(`sent.shelf.${value}`) }))}
              value={search.state ?? 'all'}
              onChange={(state) => change({ state: state === 'all' ? undefined : (state ?? undefined) })}
            />
            <SearchField value={search.q} onSearch={(q) => change({ q })} />
          </>
        }
        exporting={{ path: '/sent/export', query: request }}
        filtered={Boolean(search.q || search.state)}
        onClearFilters={() => change({ q: undefined, state: undefined })}
        empty={<EmptyState icon={IconOutbox} title={t('sent.emptyTitle')} hint={t('sent.emptyHint')} />}
      />
      <SentDrawer id={search.open} onClose={() => change({ open: undefined })} />
    </Page>
  );
}
