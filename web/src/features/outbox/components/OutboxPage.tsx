import { Button, Checkbox, Select } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { DataList } from '@/components/data-list/DataList';
import { SearchField } from '@/components/data-list/SearchField';
import { IconOutbox } from '@/components/icons';
import { Page } from '@/components/page/Page';
import { EmptyState } from '@/components/states/EmptyState';
import { useAllStopped } from '@/lib/requests/sending-stop';
import { type ListSearch, orderOf, useListSearch } from '@/lib/router/use-list-search';
import { useOutbox } from '../api/list-outbox';
import { type AtShelf, atShelf, shelfOf, stoppedFor } from '../shelf';
import { HeldDestinations } from './HeldDestinations';
import { HoldDestination } from './HoldDestination';
import { OutboxCard } from './OutboxCard';
import { OutboxDrawer } from './OutboxDrawer';
import { OutboxPicture, type Place } from './OutboxPicture';
import { OutboxPlaces } from './OutboxPlaces';
import { OutboxSelection } from './OutboxSelection';
import { StopBanner } from './StopBanner';
import { StopSending } from './StopSending';
import { useOutboxColumns } from './use-outbox-columns';

type Search = ListSearch &
  Place &
  AtShelf & {
    destination?: string;
    sent?: boolean;
    picture?: boolean;
  };

/** The outbox: what is on its way out, and what did not arrive; what was sent, or deleted, when it is asked for. */
export function OutboxPage() {
  const { t } = useTranslation();
  const [search, change] = useListSearch<Search>();
  const columns = useOutboxColumns();
  const allStopped = useAllStopped();
  const shelf = shelfOf(search);
  // What failed, or is in the bin, waits for the trouble of no server to end.
  const destination = shelf === 'bin' || shelf === 'failed' ? undefined : search.destination;
  const request = {
    ...orderOf(columns, search, { sort: 'created_at', descending: true }),
    q: search.q,
    sent: search.sent ?? false,
    deleted: search.bin ?? false,
    state: shelf === 'stopped' || shelf === 'failed' ? shelf : undefined,
    domain: search.bin ? undefined : search.domain,
    age: search.bin ? undefined : search.age,
    destination,
  };
  const list = useOutbox(request);
  return (
    <Page
      title={t('outbox.title')}
      help={t('help.outbox')}
      lead={t('outbox.lead')}
      body="fill"
      actions={
        <>
          <StopSending />
          <HoldDestination />
          <Button
            variant="default"
            aria-expanded={search.picture ?? false}
            onClick={() => change({ picture: search.picture ? undefined : true })}
          >
            {t(search.picture ? 'outbox.picture.hide' : 'outbox.picture.show')}
          </Button>
        </>
      }
    >
      <StopBanner />
      <HeldDestinations onShow={(domain) => change(stoppedFor(domain))} />
      {search.picture && (
        <OutboxPicture
          place={search}
          onChoose={({ domain, age }) => change({ domain, age, ...atShelf('queue') })}
        />
      )}
      <DataList
        name="outbox"
        label={t('outbox.title')}
        columns={columns}
        list={list}
        rowId={(row) => row.id}
        rowName={(row) => row.subject || t('common.noSubject')}
        card={(row) => <OutboxCard mail={row} allStopped={allStopped} />}
        sort={{ column: request.sort, descending: request.descending }}
        onSort={({ column, descending }) => change({ sort: column, descending })}
        onOpen={(row) => change({ open: row.id }, { push: true })}
        openId={search.open}
        emphasis={(row) => (row.state === 'failed' && !row.sent_anew ? 'bad' : undefined)}
        toolbar={
          <>
            <Select
              size="xs"
              w={205}
              aria-label={t('intake.show')}
              allowDeselect={false}
              data={[
                { value: 'queue', label: t('outbox.shelf.queue') },
                { value: 'stopped', label: t('outbox.shelf.stopped') },
                { value: 'failed', label: t('outbox.shelf.failed') },
                { value: 'bin', label: t('outbox.shelf.bin') },
              ]}
              value={shelf}
              onChange={(chosen) => change(atShelf(chosen))}
            />
            <SearchField value={search.q} onSearch={(q) => change({ q })} />
            {!search.bin && (
              <OutboxPlaces domain={search.domain} destination={destination} onClear={change} />
            )}
            {!search.bin && search.domain && <HoldDestination domain={search.domain} />}
            {shelf === 'queue' && (
              <Checkbox
                size="xs"
                label={t('outbox.showSent')}
                checked={request.sent}
                onChange={(event) => change({ sent: event.currentTarget.checked || undefined })}
              />
            )}
          </>
        }
        selectsMatching
        actions={({ rows, ...selected }) => (
          <OutboxSelection rows={rows} selected={{ ...selected, request }} />
        )}
        exporting={{ path: '/outbox/export', query: request }}
        filtered={Boolean(search.q || search.domain || search.destination || search.stopped || search.failed)}
        onClearFilters={() =>
          change({
            q: undefined,
            domain: undefined,
            age: undefined,
            destination: undefined,
            stopped: undefined,
            failed: undefined,
          })
        }
        empty={
          <EmptyState
            icon={IconOutbox}
            title={search.bin ? t('intake.emptyBin') : t('outbox.emptyTitle')}
            hint={search.bin ? undefined : t('outbox.emptyHint')}
          />
        }
      />
      <OutboxDrawer id={search.open} onClose={() => change({ open: undefined })} />
    </Page>
  );
}
