import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useConfirm } from '@/components/confirm/ConfirmProvider';
import { FieldGroup } from '@/components/form/FormDrawer';
import { notifyDone, notifyProblem } from '@/components/problem/notify';
import { useDeleteUserTransport, useUserTransport } from '../../api/user-transport';

/** The outgoing server that a user set for himself, which an administrator can take away. */
export function UserServer({ id, name }: { id: string; name: string }) {
  const { t } = useTranslation();
  const confirm = useConfirm();
  const server = useUserTransport(id);
  const remove = useDeleteUserTransport(id);
  if (!server) return null;
  const ask = async () => {
    const question = {
      title: t('users.server.question', { name }),
      text: t('users.server.questionHint'),
      action: t('users.server.remove'),
    };
    if (!(await confirm(question))) return;
    remove.mutate(undefined, {
      onSuccess: () => notifyDone(t('users.server.removed')),
      onError: (error) => notifyProblem(error, t),
    });
  };
  const host = server.kind === 'direct' ? t('users.server.direct') : server.host;
  const facts = [host, server.username, server.own ? '' : t('users.server.unused')];
  return (
    <FieldGroup title={t('users.server.title')} hint={t('users.server.hint')}>
      <p>{facts.filter((fact) => fact !== '').join(' · ')}</p>
      <div>
        <Button variant="default" color="red" loading={remove.isPending} onClick={() => void ask()}>
          {t('users.server.remove')}
        </Button>
      </div>
    </FieldGroup>
  );
}
