import { Select } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useCauseWords } from '@/components/address/use-cause-words';
import { RowCard } from '@/components/card/RowCard';
import { DataList } from '@/components/data-list/DataList';
import { SearchField } from '@/components/data-list/SearchField';
import { IconBlocked } from '@/components/icons';
import { Page } from '@/components/page/Page';
import { EmptyState } from '@/components/states/EmptyState';
import { Time } from '@/components/time/Time';
import type { BlockScope } from '@/lib/api/types';
import { type ListSearch, useListSearch } from '@/lib/router/use-list-search';
import { useBlockedAddresses } from '../api/blocked-addresses';
import { AddressActions } from './AddressActions';
import { AddressDrawer } from './AddressDrawer';
import { BlockAddress } from './BlockAddress';
import { Incidents } from './Incidents';
import { OtherServices } from './OtherServices';
import { useAddressColumns } from './use-address-columns';

type Search = ListSearch & { scope?: BlockScope };

/** Addresses that are written to no more: mail to them came back, or somebody said so. */
export function BlockedAddressesPage() {
  const { t } = useTranslation();
  const [search, change] = useListSearch<Search>();
  const cause = useCauseWords();
  const request = {
    sort: search.sort ?? 'blocked_at',
    descending: search.descending ?? true,
    q: search.q,
    scope: search.scope,
  };
  const list = useBlockedAddresses(request);
  return (
    <Page
      title={t('blockedAddresses.title')}
      help={t('help.blockedAddresses')}
      lead={t('blockedAddresses.lead')}
      body="fill"
      actions={<OtherServices />}
    >
      <Incidents />
      <DataList
        name="blocked-addresses"
        label={t('blockedAddresses.title')}
        columns={useAddressColumns()}
        list={list}
        rowId={(row) => row.id}
        rowName={(row) => row.address}
        card={(row) => (
          <RowCard
            title={row.address}
            time={row.blocked_at && <Time at={row.blocked_at} />}
            text={cause(row)}
            facts={row.scope && <span>{t(`blockedAddresses.scope.${row.scope}`)}</span>}
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
            <SearchField value={search.q} onSearch={(q) => change({ q })} />
            <BlockAddress />
          </>
        }
        selectsMatching
        actions={(selected) => <AddressActions selected={{ ...selected, request }} />}
        exporting={{ path: '/blocked-addresses/export', query: request }}
        filtered={Boolean(search.q || search.scope)}
        onClearFilters={() => change({ q: undefined, scope: undefined })}
        empty={
          <EmptyState
            icon={IconBlocked}
            title={t('blockedAddresses.emptyTitle')}
            hint={t('blockedAddresses.emptyHint')}
          />
        }
      />
      <AddressDrawer id={search.open} onClose={() => change({ open: undefined })} />
    </Page>
  );
}
