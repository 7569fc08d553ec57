import { Menu, UnstyledButton, VisuallyHidden } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { IconSignOut, IconUser } from '@/components/icons';
import { notifyProblem } from '@/components/problem/notify';
import { Initials } from '@/components/status/Initials';
import { useSignOut } from '@/features/session/api/use-sign-out';
import { readable } from '@/lib/format/domain-name';
import { useSession } from '@/lib/session/SessionContext';
import classes from './UserMenu.module.css';

/** Who is signed in; the way to the profile and out. */
export function UserMenu() {
  const { t } = useTranslation();
  const { user } = useSession();
  const signOut = useSignOut();
  return (
    <Menu width={220}>
      <Menu.Target>
        <UnstyledButton className={classes.button}>
          <Initials name={user.name} size={32} />
          <VisuallyHidden>{`${t('nav.account')}: ${user.name}`}</VisuallyHidden>
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <div className={classes.who}>
          <strong>{user.name}</strong>
          <span>{readable(user.email)}</span>
        </div>
        <Menu.Divider />
        <Menu.Item component={Link} to="/profile" leftSection={<IconUser size={16} />}>
          {t('profile.title')}
        </Menu.Item>
        <Menu.Item
          leftSection={<IconSignOut size={16} />}
          onClick={() => signOut.mutate(undefined, { onError: (error) => notifyProblem(error, t) })}
        >
          {t('shell.signOut')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
