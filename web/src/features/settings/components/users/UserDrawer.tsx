import { useTranslation } from 'react-i18next';
import { SideDrawer } from '@/components/page/SideDrawer';
import { notifyDone } from '@/components/problem/notify';
import { ErrorState } from '@/components/states/ErrorState';
import { LoadingRows } from '@/components/states/LoadingRows';
import type { User } from '@/lib/api/types';
import { useCreateUser } from '../../api/create-user';
import { useUser } from '../../api/get-user';
import { useUpdateUser } from '../../api/update-user';
import { changeOf, newUserOf } from '../../user-form';
import { UserForm } from './UserForm';
import { NEW } from './UsersPage';

/** The user that the address names, or a new one. */
export function UserDrawer({ id, onClose }: { id: string | undefined; onClose: () => void }) {
  if (id === undefined) return null;
  if (id === NEW) return <NewUser onClose={onClose} />;
  return <Existing key={id} id={id} onClose={onClose} />;
}

function NewUser({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const create = useCreateUser();
  const done = () => {
    notifyDone(t('users.created'));
    onClose();
  };
  return (
    <UserForm
      user={null}
      saving={create.isPending}
      error={create.error}
      onClose={onClose}
      onSave={(values) => create.mutate(newUserOf(values), { onSuccess: done })}
    />
  );
}

function Existing({ id, onClose }: { id: string; onClose: () => void }) {
  const { t } = useTranslation();
  const found = useUser(id);
  if (found.data) return <Change user={found.data} onClose={onClose} />;
  return (
    <SideDrawer opened onClose={onClose} title={t('users.editTitle')} size="34rem">
      {found.isError ? (
        <ErrorState error={found.error} onRetry={() => void found.refetch()} />
      ) : (
        <LoadingRows rows={6} height={52} />
      )}
    </SideDrawer>
  );
}

function Change({ user, onClose }: { user: User; onClose: () => void }) {
  const { t } = useTranslation();
  const update = useUpdateUser(user.id);
  const done = () => {
    notifyDone(t('users.saved'));
    onClose();
  };
  return (
    <UserForm
      user={user}
      saving={update.isPending}
      error={update.error}
      onClose={onClose}
      onSave={(values) => update.mutate(changeOf(values), { onSuccess: done })}
    />
  );
}
