import { Button, Checkbox } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { RowCard } from '@/components/card/RowCard';
import { DataList } from '@/components/data-list/DataList';
import { SearchField } from '@/components/data-list/SearchField';
import { useMatching } from '@/components/data-list/use-matching';
import { IconOutbox, IconPause, IconResume, IconTrash } from '@/components/icons';
import { Page } from '@/components/page/Page';
import { EmptyState } from '@/components/states/EmptyState';
import { Time } from '@/components/time/Time';
import { type ListSearch, useListSearch } from '@/lib/router/use-list-search';
import { useMay } from '@/lib/session/SessionContext';
import { useOutbox } from '../api/list-outbox';
import { useOutboxActions } from '../use-outbox-actions';
import { OutboxDrawer } from './OutboxDrawer';
import { OutboxStateDot } from './OutboxStateDot';
import { useOutboxColumns } from './use-outbox-columns';

type Search = ListSearch & { sent?: boolean };

/** The outbox: what is on its way out, and what did not arrive; what was sent when it is asked for. */
export function OutboxPage() {
  const { t } = useTranslation();
  const [search, change] = useListSearch<Search>();
  const mayDelete = useMay('delete');
  const columns = useOutboxColumns();
  const actions = useOutboxActions();
  const matching = useMatching();
  const request = {
    sort: search.sort ?? 'created_at',
    descending: search.descending ?? true,
    q: search.q,
    sent: search.sent ?? false,
  };
  const list = useOutbox(request);
  return (
    <Page title={t('outbox.title')} help={t('help.outbox')} lead={t('outbox.lead')} body="fill">
      <DataList
        name="outbox"
        label={t('outbox.title')}
        columns={columns}
        list={list}
        rowId={(row) => row.id}
        rowName={(row) => row.subject || t('common.noSubject')}
        card={(row) => (
          <RowCard
            title={row.recipients.join(', ')}
            time={<Time at={row.created_at} />}
            text={row.subject || t('common.noSubject')}
            facts={
              <OutboxStateDot
                state={row.state}
                deleted={row.deleted_at !== null}
                held={row.held_at !== null}
                planned={row.planned_at !== null}
              />
            }
          />
        )}
        sort={{ column: request.sort, descending: request.descending }}
        onSort={({ column, descending }) => change({ sort: column, descending })}
        onOpen={(row) => change({ open: row.id }, { push: true })}
        openId={search.open}
        emphasis={(row) => (row.state === 'failed' ? 'bad' : undefined)}
        toolbar={
          <>
            <SearchField value={search.q} onSearch={(q) => change({ q })} />
            <Checkbox
              size="xs"
              label={t('outbox.showSent')}
              checked={request.sent}
              onChange={(event) => change({ sent: event.currentTarget.checked || undefined })}
            />
          </>
        }
        selectsMatching
        actions={({ rows, ids, clear, all }) => {
          const failed = rows.filter((row) => row.state === 'failed').map((row) => row.id);
          const queued = rows.filter((row) => row.state === 'queued' && !row.held_at).map((row) => row.id);
          const held = rows.filter((row) => row.held_at).map((row) => row.id);
          return (
            <>
              <Button
                size="xs"
                disabled={failed.length === 0}
                leftSection={<IconOutbox size={15} />}
                onClick={() => {
                  const verb = t('outbox.send');
                  if (all) void matching({ action: '/outbox/send/matching', request, all, verb, clear });
                  else actions.send(failed, clear);
                }}
              >
                {t('outbox.send')}
              </Button>
              {!all && queued.length > 0 && (
                <Button
                  size="xs"
                  variant="default"
                  leftSection={<IconPause size={15} />}
                  onClick={() => actions.hold(queued, clear)}
                >
                  {t('outbox.hold')}
                </Button>
              )}
              {!all && held.length > 0 && (
                <Button
                  size="xs"
                  variant="default"
                  leftSection={<IconResume size={15} />}
                  onClick={() => actions.release(held, clear)}
                >
                  {t('outbox.release')}
                </Button>
              )}
              {mayDelete && (
                <Button
                  size="xs"
                  variant="default"
                  leftSection={<IconTrash size={15} />}
                  onClick={() => {
                    const verb = t('common.delete');
                    if (all) void matching({ action: '/outbox/delete/matching', request, all, verb, clear });
                    else actions.remove(ids, clear);
                  }}
                >
                  {t('common.delete')}
                </Button>
              )}
            </>
          );
        }}
        exporting={{ path: '/outbox/export', query: request }}
        filtered={Boolean(search.q)}
        onClearFilters={() => change({ q: undefined })}
        empty={<EmptyState icon={IconOutbox} title={t('outbox.emptyTitle')} hint={t('outbox.emptyHint')} />}
      />
      <OutboxDrawer id={search.open} onClose={() => change({ open: undefined })} />
    </Page>
  );
}
