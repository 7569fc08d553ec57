import { Badge, Button, UnstyledButton } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { IconPlus, IconRoles } from '@/components/icons';
import { Page } from '@/components/page/Page';
import { EmptyState } from '@/components/states/EmptyState';
import { ErrorState } from '@/components/states/ErrorState';
import { LoadingRows } from '@/components/states/LoadingRows';
import type { Role } from '@/lib/api/types';
import { useRoles } from '../../api/list-roles';
import { RoleDrawer } from './RoleDrawer';
import classes from './RolesPage.module.css';

/** The roles, each with its rights. */
export function RolesPage() {
  const { t } = useTranslation();
  const roles = useRoles();
  const [editing, setEditing] = useState<{ role: Role | null } | null>(null);
  const create = (
    <Button leftSection={<IconPlus size={16} />} onClick={() => setEditing({ role: null })}>
      {t('roles.new')}
    </Button>
  );
  return (
    <Page title={t('roles.title')} help={t('help.roles')} lead={t('roles.lead')} actions={create}>
      {roles.isPending && <LoadingRows rows={4} height={72} />}
      {roles.isError && <ErrorState error={roles.error} onRetry={() => void roles.refetch()} />}
      {roles.data?.length === 0 && (
        <EmptyState icon={IconRoles} title={t('roles.emptyTitle')} hint={t('roles.emptyHint')} />
      )}
      <ul className={classes.roles}>
        {roles.data?.map((role) => (
          <li key={role.id}>
            <UnstyledButton className={classes.role} onClick={() => setEditing({ role })}>
              <span className={classes.head}>
                <strong>{role.name}</strong>
                <span className={classes.users}>{t('roles.users', { count: role.users })}</span>
              </span>
              <span className={classes.rights}>
                {role.rights.length === 0 && t('roles.noRights')}
                {role.rights.map((right) => (
                  <Badge key={right} color="gray">
                    {t(`right.${right}`)}
                  </Badge>
                ))}
              </span>
            </UnstyledButton>
          </li>
        ))}
      </ul>
      {editing && (
        <RoleDrawer key={editing.role?.id ?? 'new'} role={editing.role} onClose={() => setEditing(null)} />
      )}
    </Page>
  );
}
