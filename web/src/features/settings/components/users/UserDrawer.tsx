import { useTranslation } from 'react-i18next';
import { awayOf, awayValues } from '@/components/absence/away';
import { SideDrawer } from '@/components/page/SideDrawer';
import { notifyDone } from '@/components/problem/notify';
import { ErrorState } from '@/components/states/ErrorState';
import { LoadingRows } from '@/components/states/LoadingRows';
import type { Absence, User } from '@/lib/api/types';
import { useAbsence, useSetAbsence } from '@/lib/requests/absence';
import { useCreateUser } from '../../api/create-user';
import { useUser } from '../../api/get-user';
import { useUpdateUser } from '../../api/update-user';
import { changeOf, newUserOf, type UserValues } from '../../user-form';
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
      absence={null}
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
  const away = useAbsence({ user: id });
  if (found.data && away.data)
    return <Change user={found.data} absence={away.data.absence} onClose={onClose} />;
  const failed = [found, away].find(({ isError }) => isError);
  return (
    <SideDrawer opened onClose={onClose} title={t('users.editTitle')} size="34rem">
      {failed ? (
        <ErrorState error={failed.error} onRetry={() => void failed.refetch()} />
      ) : (
        <LoadingRows rows={6} height={52} />
      )}
    </SideDrawer>
  );
}

type ChangeProps = { user: User; absence: Absence | null; onClose: () => void };

function Change({ user, absence, onClose }: ChangeProps) {
  const { t } = useTranslation();
  const update = useUpdateUser(user.id);
  const away = useSetAbsence({ user: user.id });
  const done = () => {
    notifyDone(t('users.saved'));
    onClose();
  };
  // Absences have an address of their own; what did not change is not sent.
  const saveAway = (values: UserValues) => {
    const before = awayValues(absence, new Date());
    const { from, until, substitute_id } = values;
    const next = { from, until, substitute_id };
    if (JSON.stringify(next) === JSON.stringify(before)) done();
    else away.mutate(awayOf(next), { onSuccess: done });
  };
  return (
    <UserForm
      user={user}
      absence={absence}
      saving={update.isPending || away.isPending}
      error={update.error ?? away.error}
      onClose={onClose}
      onSave={(values) => update.mutate(changeOf(values), { onSuccess: () => saveAway(values) })}
    />
  );
}
