import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useShortWarning } from '@/components/address/AddressWarning';
import { RowCard } from '@/components/card/RowCard';
import { DataList } from '@/components/data-list/DataList';
import { SearchField } from '@/components/data-list/SearchField';
import { IconPlus, IconUsers } from '@/components/icons';
import { Page } from '@/components/page/Page';
import { EmptyState } from '@/components/states/EmptyState';
import { StatusDot } from '@/components/status/StatusDot';
import type { User } from '@/lib/api/types';
import { readable } from '@/lib/format/domain-name';
import { type ListSearch, orderOf, useListSearch } from '@/lib/router/use-list-search';
import { useRoles } from '../../api/list-roles';
import { useUsers } from '../../api/list-users';
import { UserDrawer } from './UserDrawer';
import { useUserColumns } from './use-user-columns';

/** The address's word for a user who does not exist yet. */
export const NEW = 'new';

/** Who may sign in, and with which roles. */
export function UsersPage() {
  const { t } = useTranslation();
  const [search, change] = useListSearch<ListSearch>();
  const shortWarning = useShortWarning();
  const roles = useRoles().data;
  const roleNames = (user: User) =>
    user.role_ids
      .map((id) => roles?.find((role) => role.id === id)?.name)
      .filter(Boolean)
      .join(', ');
  const columns = useUserColumns(roles);
  const request = { ...orderOf(columns, search, { sort: 'name', descending: false }), q: search.q };
  const list = useUsers(request);
  const create = (
    <Button leftSection={<IconPlus size={16} />} onClick={() => change({ open: NEW }, { push: true })}>
      {t('users.new')}
    </Button>
  );
  return (
    <Page title={t('users.title')} help={t('help.users')} actions={create} body="fill">
      <DataList
        name="users"
        label={t('users.title')}
        columns={columns}
        list={list}
        rowId={(row) => row.id}
        rowName={(row) => row.name}
        card={(row) => (
          <RowCard
            title={row.name}
            text={readable(row.email)}
            facts={
              <>
                <StatusDot tone={row.active ? 'good' : 'quiet'}>
                  {row.active ? t('common.active') : t('common.inactive')}
                </StatusDot>
                {row.address_warning && <StatusDot tone="bad">{shortWarning(row.address_warning)}</StatusDot>}
                <span>{roleNames(row)}</span>
              </>
            }
          />
        )}
        sort={{ column: request.sort, descending: request.descending }}
        onSort={({ column, descending }) => change({ sort: column, descending })}
        onOpen={(row) => change({ open: row.id }, { push: true })}
        openId={search.open}
        toolbar={<SearchField value={search.q} onSearch={(q) => change({ q })} />}
        exporting={{ path: '/users/export', query: request }}
        filtered={Boolean(search.q)}
        onClearFilters={() => change({ q: undefined })}
        empty={
          <EmptyState
            icon={IconUsers}
            title={t('users.emptyTitle')}
            hint={t('users.emptyHint')}
            action={create}
          />
        }
      />
      <UserDrawer id={search.open} onClose={() => change({ open: undefined })} />
    </Page>
  );
}
