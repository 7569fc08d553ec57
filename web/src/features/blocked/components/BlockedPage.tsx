import { Button, Select } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { RowCard } from '@/components/card/RowCard';
import { DataList } from '@/components/data-list/DataList';
import { SearchField } from '@/components/data-list/SearchField';
import { withFilters } from '@/components/data-list/with-filters';
import { IconBlocked } from '@/components/icons';
import { Page } from '@/components/page/Page';
import { EmptyState } from '@/components/states/EmptyState';
import { Time } from '@/components/time/Time';
import { readable } from '@/lib/format/domain-name';
import { useFilterNames } from '@/lib/requests/filter-names';
import { useMailboxNames } from '@/lib/requests/mailbox-names';
import { type ListSearch, orderOf, useListSearch } from '@/lib/router/use-list-search';
import { useMay } from '@/lib/session/SessionContext';
import { useBlocked } from '../api/list-blocked';
import { BlockedDrawer } from './BlockedDrawer';
import { BlockedSelection } from './BlockedSelection';
import { BlockedSenders } from './BlockedSenders';
import { useBlockedColumns } from './use-blocked-columns';

type Search = ListSearch & { mailbox?: string; filter?: string; bin?: boolean };

/** Mail that a filter holds back, until somebody has looked at it; or what of it was deleted. */
export function BlockedPage() {
  const { t } = useTranslation();
  const [search, change] = useListSearch<Search>();
  const mayName = useMay('mailboxes');
  const mayBlock = useMay('spam');
  const [senders, setSenders] = useState(false);
  const mailboxes = useMailboxNames(mayName);
  const filters = useFilterNames(mayName);
  const columns = withFilters(useBlockedColumns(), {
    mailbox: {
      choices: mailboxes.map(({ id, address }) => ({ value: id, label: readable(address) })),
      value: search.mailbox,
      onChange: (mailbox) => change({ mailbox }),
    },
    filter: {
      choices: filters.map(({ id, name }) => ({ value: id, label: name })),
      value: search.filter,
      onChange: (filter) => change({ filter }),
    },
  });
  const request = {
    ...orderOf(columns, search, { sort: 'when', descending: true }),
    q: search.q,
    mailbox_id: search.mailbox,
    filter_id: search.filter,
    deleted: search.bin ?? false,
  };
  const list = useBlocked(request);
  return (
    <Page
      title={t('blocked.title')}
      help={t('help.blocked')}
      lead={t('blocked.lead')}
      body="fill"
      actions={
        mayBlock && (
          <Button variant="default" leftSection={<IconBlocked size={16} />} onClick={() => setSenders(true)}>
            {t('blockSender.list')}
          </Button>
        )
      }
    >
      <DataList
        name="blocked"
        label={t('blocked.title')}
        columns={columns}
        list={list}
        rowId={(row) => row.id}
        rowName={(row) => row.subject || t('common.noSubject')}
        card={(row) => (
          <RowCard
            title={row.from}
            time={<Time at={row.when} />}
            text={row.subject || t('common.noSubject')}
            facts={<span>{row.filter_name ?? t('blocked.deletedFilter')}</span>}
          />
        )}
        sort={{ column: request.sort, descending: request.descending }}
        onSort={({ column, descending }) => change({ sort: column, descending })}
        onOpen={(row) => change({ open: row.id }, { push: true })}
        openId={search.open}
        toolbar={
          <>
            <Select
              size="xs"
              w={190}
              aria-label={t('intake.show')}
              allowDeselect={false}
              data={[
                { value: 'held', label: t('blocked.shelf.held') },
                { value: 'bin', label: t('blocked.shelf.bin') },
              ]}
              value={search.bin ? 'bin' : 'held'}
              onChange={(shelf) => change({ bin: shelf === 'bin' || undefined })}
            />
            <SearchField value={search.q} onSearch={(q) => change({ q })} />
          </>
        }
        selectsMatching
        actions={(selected) => <BlockedSelection selected={{ ...selected, request }} />}
        exporting={{ path: '/blocked/export', query: request }}
        filtered={Boolean(search.q || search.mailbox || search.filter)}
        onClearFilters={() => change({ q: undefined, mailbox: undefined, filter: undefined })}
        empty={
          <EmptyState
            icon={IconBlocked}
            title={search.bin ? t('intake.emptyBin') : t('blocked.emptyTitle')}
            hint={search.bin ? undefined : t('blocked.emptyHint')}
          />
        }
      />
      <BlockedSenders opened={senders} onClose={() => setSenders(false)} />
      <BlockedDrawer id={search.open} onClose={() => change({ open: undefined })} />
    </Page>
  );
}
