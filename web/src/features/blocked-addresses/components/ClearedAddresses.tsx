import { Select } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useCauseWords } from '@/components/address/use-cause-words';
import { RowCard } from '@/components/card/RowCard';
import { DataList } from '@/components/data-list/DataList';
import { SearchField } from '@/components/data-list/SearchField';
import { withFilters } from '@/components/data-list/with-filters';
import { IconRestore } from '@/components/icons';
import { EmptyState } from '@/components/states/EmptyState';
import { Time } from '@/components/time/Time';
import type { BlockReason, BlockScope, ClearedAddress } from '@/lib/api/types';
import { textOf } from '@/lib/i18n/text';
import { RETURN_CLASSES } from '@/lib/mail/return-classes';
import { type ListSearch, orderOf, useListSearch } from '@/lib/router/use-list-search';
import { useClearedAddresses } from '../api/blocked-addresses';
import { BlockAgain } from './BlockAgain';
import { Shelf } from './Shelf';
import { useClearedColumns } from './use-cleared-columns';

type Search = ListSearch & { scope?: BlockScope; class?: string; reason?: BlockReason; job?: string };

const SCOPES: BlockScope[] = ['all', 'mailings'];
const REASONS: BlockReason[] = ['returned', 'limit', 'hand', 'imported'];

/** What narrows the list. */
const NARROWED = ['q', 'scope', 'class', 'reason', 'job'] as const;
const EVERYTHING: Partial<Search> = {
  q: undefined,
  scope: undefined,
  class: undefined,
  reason: undefined,
  job: undefined,
};

/** The addresses whose block was taken away lately: by whom, when and why, and what they were blocked for. */
export function ClearedAddresses() {
  const { t } = useTranslation();
  const [search, change] = useListSearch<Search>();
  const usual = useClearedColumns();
  const request = {
    ...orderOf(usual, search, { sort: 'cleared_at', descending: true }),
    q: search.q,
    scope: search.scope,
    class: search.class,
    reason: search.reason,
    job: search.job,
  };
  const columns = withFilters(usual, {
    class: {
      choices: RETURN_CLASSES.map((value) => ({ value, label: textOf(`returns.class.${value}`) ?? value })),
      value: search.class,
      onChange: (value) => change({ class: value }),
    },
    reason: {
      choices: REASONS.map((value) => ({ value, label: t(`blockedAddresses.reason.${value}`) })),
      value: search.reason,
      onChange: (value) => change({ reason: value as BlockReason | undefined }),
    },
    scope: {
      choices: SCOPES.map((value) => ({ value, label: t(`blockedAddresses.scope.${value}`) })),
      value: search.scope,
      onChange: (value) => change({ scope: value as BlockScope | undefined }),
    },
  });
  return (
    <DataList
      name="cleared-addresses"
      label={t('blockedAddresses.shelf.cleared')}
      columns={columns}
      list={useClearedAddresses(request)}
      rowId={(row) => row.id}
      rowName={(row) => row.address}
      card={(row) => <ClearedCard row={row} />}
      sort={{ column: request.sort, descending: request.descending }}
      onSort={({ column, descending }) => change({ sort: column, descending })}
      onOpen={(row) => change({ open: row.id }, { push: true })}
      openId={search.open}
      toolbar={
        <>
          <Shelf />
          {search.job && <OfJob job={search.job} onAll={() => change({ job: undefined })} />}
          <SearchField value={search.q} onSearch={(q) => change({ q })} />
        </>
      }
      selectsMatching
      actions={(selected) => <BlockAgain selected={{ ...selected, request }} />}
      exporting={{ path: '/blocked-addresses/cleared/export', query: request }}
      filtered={NARROWED.some((key) => search[key])}
      onClearFilters={() => change(EVERYTHING)}
      empty={
        <EmptyState
          icon={IconRestore}
          title={t('blockedAddresses.lifted.emptyTitle')}
          hint={t('blockedAddresses.lifted.emptyHint')}
        />
      }
    />
  );
}

function ClearedCard({ row }: { row: ClearedAddress }) {
  const { t } = useTranslation();
  const cause = useCauseWords();
  const who = row.cleared_by_name ?? textOf(`blockedAddresses.lifted.deed.${row.deed}`);
  return (
    <RowCard
      title={row.address}
      time={<Time at={row.cleared_at} />}
      text={row.note || `${t('blockedAddresses.lifted.was')}: ${cause(row)}`}
      facts={who && <span>{who}</span>}
    />
  );
}

/** That the list holds what one job did, and the way to all. */
function OfJob({ job, onAll }: { job: string; onAll: () => void }) {
  const { t } = useTranslation();
  return (
    <Select
      size="xs"
      w={190}
      aria-label={t('jobs.title')}
      allowDeselect={false}
      data={[
        { value: '', label: t('blockedAddresses.lifted.anyJob') },
        { value: job, label: t('blockedAddresses.lifted.ofJob') },
      ]}
      value={job}
      onChange={(value) => value === '' && onAll()}
    />
  );
}
