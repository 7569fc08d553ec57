import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { WithSigns } from '@/components/address/AddressWarning';
import type { ListColumn } from '@/components/data-list/list-types';
import { StatusDot } from '@/components/status/StatusDot';
import { Time } from '@/components/time/Time';
import type { Role, User } from '@/lib/api/types';
import { readable } from '@/lib/format/domain-name';

/** The columns of the users. */
export function useUserColumns(roles: Role[] | undefined): ListColumn<User>[] {
  const { t } = useTranslation();
  return useMemo(() => {
    const roleNames = (user: User) =>
      user.role_ids
        .map((id) => roles?.find((role) => role.id === id)?.name ?? '')
        .filter(Boolean)
        .join(', ');
    return [
      {
        id: 'name',
        header: t('users.column.name'),
        width: 'minmax(11rem, 1.3fr)',
        sortable: true,
        fixed: true,
        cell: (row) => row.name,
      },
      {
        id: 'email',
        header: t('users.column.email'),
        width: 'minmax(14rem, 1.6fr)',
        sortable: true,
        cell: (row) => (
          <WithSigns warnings={row.address_warning ? [row.address_warning] : []}>
            {readable(row.email)}
          </WithSigns>
        ),
      },
      {
        id: 'roles',
        header: t('users.column.roles'),
        width: 'minmax(9rem, 1.2fr)',
        cell: (row) => roleNames(row) || '–',
      },
      {
        id: 'active',
        header: t('users.column.state'),
        width: '8rem',
        cell: (row) => (
          <StatusDot tone={row.active ? 'good' : 'quiet'}>
            {row.active ? t('common.active') : t('common.inactive')}
          </StatusDot>
        ),
      },
      {
        id: 'created_at',
        header: t('users.column.created'),
        width: '8rem',
        sortable: true,
        hidden: true,
        cell: (row) => <Time at={row.created_at} />,
      },
      {
        id: 'last_sign_in_at',
        header: t('users.column.last'),
        width: '10.5rem',
        sortable: true,
        align: 'end',
        cell: (row) => <Time at={row.last_sign_in_at} as="relative" none={t('common.never')} />,
      },
    ];
  }, [t, roles]);
}
