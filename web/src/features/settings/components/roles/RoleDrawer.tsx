import { Checkbox, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { DeleteButton } from '@/components/delete-button/DeleteButton';
import { FormDrawer } from '@/components/form/FormDrawer';
import { useForm } from '@/components/form/use-form';
import { notifyDone } from '@/components/problem/notify';
import type { Right, Role } from '@/lib/api/types';
import { useDeleteRole } from '../../api/delete-role';
import { useSaveRole } from '../../api/save-role';
import classes from './RoleDrawer.module.css';

const RIGHTS: Right[] = [
  'cases_all',
  'cases_own',
  'intake',
  'outbox',
  'blocked',
  'delete',
  'delete_for_good',
  'spam',
  'share_views',
  'export',
  'mailboxes',
  'templates',
  'users',
];

type Values = { name: string; rights: Right[] };

/** Creates or changes a role. */
export function RoleDrawer({ role, onClose }: { role: Role | null; onClose: () => void }) {
  const { t } = useTranslation();
  const save = useSaveRole();
  const form = useForm<Values>({
    initial: { name: role?.name ?? '', rights: role?.rights ?? [] },
    check: ({ name }) => ({ name: name.trim() ? undefined : t('field.required') }),
    error: save.error,
  });
  const { values, set, errorOf } = form;
  const submit = () => {
    if (!form.isReady()) return;
    const done = () => {
      notifyDone(role ? t('roles.saved') : t('roles.created'));
      onClose();
    };
    save.mutate({ id: role?.id, name: values.name.trim(), rights: values.rights }, { onSuccess: done });
  };
  return (
    <FormDrawer
      opened
      title={role ? t('roles.editTitle') : t('roles.new')}
      onClose={onClose}
      onSubmit={submit}
      saving={save.isPending}
      error={form.general}
      changed={form.changed}
      aside={role && <Remove role={role} onGone={onClose} />}
    >
      <TextInput
        label={t('roles.name')}
        description={t('roles.nameHint')}
        data-autofocus
        value={values.name}
        error={errorOf('name')}
        onChange={(event) => set({ name: event.currentTarget.value })}
      />
      <Checkbox.Group
        label={t('roles.rights')}
        value={values.rights}
        error={errorOf('rights')}
        onChange={(rights) => set({ rights: rights as Right[] })}
      >
        <div className={classes.rights}>
          {RIGHTS.map((right) => (
            <Checkbox
              key={right}
              value={right}
              label={t(`right.${right}`)}
              description={t(`rightHint.${right}`)}
            />
          ))}
        </div>
      </Checkbox.Group>
    </FormDrawer>
  );
}

function Remove({ role, onGone }: { role: Role; onGone: () => void }) {
  const { t } = useTranslation();
  return (
    <DeleteButton
      id={role.id}
      question={t('confirm.deleteNamed', { name: role.name })}
      hint={t('confirm.cannotUndo')}
      done={t('roles.deleted')}
      remove={useDeleteRole()}
      onGone={onGone}
    />
  );
}
