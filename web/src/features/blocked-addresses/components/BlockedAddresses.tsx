import { Checkbox, Select } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useCauseWords } from '@/components/address/use-cause-words';
import { RowCard } from '@/components/card/RowCard';
import { DataList } from '@/components/data-list/DataList';
import { SearchField } from '@/components/data-list/SearchField';
import { withFilters } from '@/components/data-list/with-filters';
import { IconBlocked } from '@/components/icons';
import { EmptyState } from '@/components/states/EmptyState';
import { Time } from '@/components/time/Time';
import type { BlockReason, BlockScope } from '@/lib/api/types';
import { textOf } from '@/lib/i18n/text';
import { RETURN_CLASSES } from '@/lib/mail/return-classes';
import { type ListSearch, orderOf, useListSearch } from '@/lib/router/use-list-search';
import { useBlockedAddresses } from '../api/blocked-addresses';
import { AddressActions } from './AddressActions';
import { BlockAddress } from './BlockAddress';
import { ByRule } from './ByRule';
import { Shelf } from './Shelf';
import { useAddressColumns } from './use-address-columns';

type Search = ListSearch & {
  scope?: BlockScope;
  class?: string;
  rule?: string;
  reason?: BlockReason;
  written?: boolean;
  trial?: boolean;
};

const REASONS: BlockReason[] = ['returned', 'limit', 'hand', 'imported'];

/** What narrows the list. */
const NARROWED = ['q', 'scope', 'class', 'rule', 'reason', 'written', 'trial'] as const;
const EVERYTHING: Partial<Search> = {
  q: undefined,
  scope: undefined,
  class: undefined,
  rule: undefined,
  reason: undefined,
  written: undefined,
  trial: undefined,
};

/** The addresses that are blocked, with what narrows them and what can be done about them. */
export function BlockedAddresses() {
  const { t } = useTranslation();
  const [search, change] = useListSearch<Search>();
  const cause = useCauseWords();
  const usual = useAddressColumns();
  const request = {
    ...orderOf(usual, search, { sort: 'blocked_at', descending: true }),
    q: search.q,
    scope: search.scope,
    class: search.class,
    rule: search.rule,
    reason: search.reason,
    written_since: search.written,
    on_trial: search.trial,
  };
  const columns = withFilters(usual, {
    class: {
      choices: RETURN_CLASSES.map((value) => ({ value, label: textOf(`returns.class.${value}`) ?? value })),
      value: search.class,
      onChange: (value) => change({ class: value }),
    },
  });
  const list = useBlockedAddresses(request);
  return (
    <DataList
      name="blocked-addresses"
      label={t('blockedAddresses.title')}
      columns={columns}
      list={list}
      rowId={(row) => row.id}
      rowName={(row) => row.address}
      card={(row) => (
        <RowCard
          title={row.address}
          time={row.blocked_at && <Time at={row.blocked_at} />}
          text={cause(row)}
          facts={
            <>
              {row.scope && <span>{t(`blockedAddresses.scope.${row.scope}`)}</span>}
              {row.written_since && <span>{t('blockedAddresses.written')}</span>}
              {row.trial && <span>{t('blockedAddresses.onTrial')}</span>}
            </>
          }
        />
      )}
      sort={{ column: request.sort, descending: request.descending }}
      onSort={({ column, descending }) => change({ sort: column, descending })}
      onOpen={(row) => change({ open: row.id }, { push: true })}
      openId={search.open}
      toolbar={
        <>
          <Shelf />
          <Select
            size="xs"
            w={170}
            aria-label={t('blockedAddresses.column.scope')}
            allowDeselect={false}
            data={[
              { value: 'both', label: t('blockedAddresses.scope.both') },
              { value: 'all', label: t('blockedAddresses.scope.all') },
              { value: 'mailings', label: t('blockedAddresses.scope.mailings') },
            ]}
            value={search.scope ?? 'both'}
            onChange={(scope) => change({ scope: scope === 'both' ? undefined : (scope as BlockScope) })}
          />
          <Select
            size="xs"
            w={215}
            aria-label={t('addressWarning.blockedBy')}
            allowDeselect={false}
            data={[
              { value: 'any', label: t('blockedAddresses.anyReason') },
              ...REASONS.map((value) => ({ value, label: t(`blockedAddresses.reason.${value}`) })),
              { value: 'complaint', label: t('blockedAddresses.complaint') },
            ]}
            value={search.class === 'complaint' ? 'complaint' : (search.reason ?? 'any')}
            onChange={(value) => change(narrowed(value, search.class))}
          />
          {search.rule && (
            <ByRule
              rule={search.rule}
              of={list.rows[0]?.class ?? null}
              onAll={() => change({ rule: undefined })}
            />
          )}
          <Checkbox
            size="xs"
            label={t('blockedAddresses.onlyWritten')}
            checked={search.written ?? false}
            onChange={(event) => change({ written: event.currentTarget.checked || undefined })}
          />
          <Checkbox
            size="xs"
            label={t('blockedAddresses.onlyOnTrial')}
            checked={search.trial ?? false}
            onChange={(event) => change({ trial: event.currentTarget.checked || undefined })}
          />
          <SearchField value={search.q} onSearch={(q) => change({ q })} />
          <BlockAddress />
        </>
      }
      selectsMatching
      actions={(selected) => <AddressActions selected={{ ...selected, request }} />}
      exporting={{ path: '/blocked-addresses/export', query: request }}
      filtered={NARROWED.some((key) => search[key])}
      onClearFilters={() => change(EVERYTHING)}
      empty={
        <EmptyState
          icon={IconBlocked}
          title={t('blockedAddresses.emptyTitle')}
          hint={t('blockedAddresses.emptyHint')}
        />
      }
    />
  );
}

/** A complaint is what came back; the others say who blocked it. */
function narrowed(value: string | null, cause: string | undefined): Partial<Search> {
  if (value === 'complaint') return { class: 'complaint', reason: undefined };
  const reason = REASONS.find((known) => known === value);
  return { reason, class: cause === 'complaint' ? undefined : cause };
}
