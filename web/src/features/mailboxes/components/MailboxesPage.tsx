import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { RowCard } from '@/components/card/RowCard';
import { DataList } from '@/components/data-list/DataList';
import { SearchField } from '@/components/data-list/SearchField';
import { IconMailbox, IconPlus } from '@/components/icons';
import { Page } from '@/components/page/Page';
import { EmptyState } from '@/components/states/EmptyState';
import { type ListSearch, orderOf, useListSearch } from '@/lib/router/use-list-search';
import { useMailboxes } from '../api/list-mailboxes';
import { HealthDot } from './HealthDot';
import { MailboxDrawer } from './MailboxDrawer';
import { useMailboxColumns } from './use-mailbox-columns';

/** The address's word for a mailbox that does not exist yet. */
export const NEW = 'new';

/** The shared mailboxes, and how each fares. */
export function MailboxesPage() {
  const { t } = useTranslation();
  const [search, change] = useListSearch<ListSearch>();
  const columns = useMailboxColumns();
  const request = { ...orderOf(columns, search, { sort: 'address', descending: false }), q: search.q };
  const list = useMailboxes(request);
  const create = (
    <Button leftSection={<IconPlus size={16} />} onClick={() => change({ open: NEW }, { push: true })}>
      {t('mailboxes.new')}
    </Button>
  );
  return (
    <Page title={t('mailboxes.title')} help={t('help.mailboxes')} actions={create} body="fill">
      <DataList
        name="mailboxes"
        label={t('mailboxes.title')}
        columns={columns}
        list={list}
        rowId={(row) => row.id}
        rowName={(row) => row.address}
        card={(row) => (
          <RowCard
            title={row.address}
            text={row.display_name}
            facts={
              <>
                <HealthDot mailbox={row} />
                <span>{t(`mailboxes.protocol.${row.protocol}`)}</span>
                <span>{row.category_name}</span>
              </>
            }
          />
        )}
        sort={{ column: request.sort, descending: request.descending }}
        onSort={({ column, descending }) => change({ sort: column, descending })}
        onOpen={(row) => change({ open: row.id }, { push: true })}
        openId={search.open}
        emphasis={(row) => (row.health.state === 'failing' ? 'bad' : undefined)}
        toolbar={<SearchField value={search.q} onSearch={(q) => change({ q })} />}
        exporting={{ path: '/mailboxes/export', query: request }}
        filtered={Boolean(search.q)}
        onClearFilters={() => change({ q: undefined })}
        empty={
          <EmptyState
            icon={IconMailbox}
            title={t('mailboxes.emptyTitle')}
            hint={t('mailboxes.emptyHint')}
            action={create}
          />
        }
      />
      <MailboxDrawer
        id={search.open}
        onClose={() => change({ open: undefined })}
        onMade={(open) => change({ open })}
      />
    </Page>
  );
}
