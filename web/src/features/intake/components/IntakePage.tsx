import { Select } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { DataList } from '@/components/data-list/DataList';
import { SearchField } from '@/components/data-list/SearchField';
import { withFilters } from '@/components/data-list/with-filters';
import { IconInbox } from '@/components/icons';
import { Page } from '@/components/page/Page';
import { EmptyState } from '@/components/states/EmptyState';
import { readable } from '@/lib/format/domain-name';
import { useMailboxNames } from '@/lib/requests/mailbox-names';
import { type ListSearch, orderOf, useListSearch } from '@/lib/router/use-list-search';
import { useMay } from '@/lib/session/SessionContext';
import { useIntake } from '../api/list-intake';
import { ImportFiles } from './ImportFiles';
import { IntakeCard } from './IntakeCard';
import { IntakeDrawer } from './IntakeDrawer';
import { IntakeSelection } from './IntakeSelection';
import { useIntakeColumns } from './use-intake-columns';

const SHELVES = ['queue', 'review', 'failed', 'stored', 'placed', 'ignored', 'deleted'] as const;
type Shelf = (typeof SHELVES)[number];
/** What an empty shelf says, where it is more than that nothing lies there. */
const EMPTY: { [shelf in Shelf]?: 'intake.emptyTitle' | 'intake.emptyBin' } = {
  queue: 'intake.emptyTitle',
  stored: 'intake.emptyTitle',
  deleted: 'intake.emptyBin',
};
type Search = ListSearch & { state?: string; mailbox?: string };

/** The inbox queue: what waits to be imported, and what failed. */
export function IntakePage() {
  const { t } = useTranslation();
  const [search, change] = useListSearch<Search>();
  const mayName = useMay('mailboxes');
  const mailboxes = useMailboxNames(mayName);
  const usual = useIntakeColumns();
  const shelf: Shelf = SHELVES.find((name) => name === search.state) ?? 'queue';
  const columns = withFilters(usual, {
    mailbox: {
      choices: mailboxes.map(({ id, address }) => ({ value: id, label: readable(address) })),
      value: search.mailbox,
      onChange: (mailbox) => change({ mailbox }),
    },
  });
  const request = {
    ...orderOf(columns, search, { sort: 'received_at', descending: true }),
    q: search.q,
    state: shelf === 'queue' ? undefined : shelf,
    mailbox_id: search.mailbox,
  };
  const list = useIntake(request);
  return (
    <Page
      title={t('intake.title')}
      help={t('help.intake')}
      lead={t('intake.lead')}
      actions={mayName && <ImportFiles />}
      body="fill"
    >
      <DataList
        name="intake"
        label={t('intake.title')}
        columns={columns}
        list={list}
        rowId={(row) => row.id}
        rowName={(row) => row.subject || t('common.noSubject')}
        card={(row) => <IntakeCard row={row} />}
        sort={{ column: request.sort, descending: request.descending }}
        onSort={({ column, descending }) => change({ sort: column, descending })}
        onOpen={(row) => change({ open: row.id }, { push: true })}
        openId={search.open}
        emphasis={(row) => (row.state === 'failed' ? 'bad' : undefined)}
        toolbar={
          <>
            <Select
              size="xs"
              w={240}
              aria-label={t('intake.show')}
              allowDeselect={false}
              data={SHELVES.map((name) => ({ value: name, label: t(`intake.filter.${name}`) }))}
              value={shelf}
              onChange={(name) => change({ state: name === 'queue' ? undefined : (name ?? undefined) })}
            />
            <SearchField value={search.q} onSearch={(q) => change({ q })} />
            {mayName && (
              <Select
                size="xs"
                w={220}
                aria-label={t('intake.column.mailbox')}
                placeholder={t('intake.anyMailbox')}
                clearable
                data={mailboxes.map(({ id, address }) => ({ value: id, label: readable(address) }))}
                value={search.mailbox ?? null}
                onChange={(mailbox) => change({ mailbox: mailbox ?? undefined })}
              />
            )}
          </>
        }
        selectsMatching
        actions={(selected) => <IntakeSelection selected={{ ...selected, request }} />}
        exporting={{ path: '/intake/export', query: request }}
        filtered={Boolean(search.q || search.mailbox)}
        onClearFilters={() => change({ q: undefined, mailbox: undefined })}
        empty={
          <EmptyState
            icon={IconInbox}
            title={t(EMPTY[shelf] ?? 'intake.emptyShelf')}
            hint={shelf === 'queue' ? t('intake.emptyHint') : undefined}
          />
        }
      />
      <IntakeDrawer id={search.open} onClose={() => change({ open: undefined })} />
    </Page>
  );
}
