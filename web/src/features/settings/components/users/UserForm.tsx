import { MultiSelect, PasswordInput, Select, Switch, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { AbsenceFields } from '@/components/absence/AbsenceFields';
import { awayFaults } from '@/components/absence/away';
import { AddressNotes } from '@/components/address/AddressNotes';
import { AddressOfUser } from '@/components/address/AddressOfUser';
import { FieldGroup, FormDrawer } from '@/components/form/FormDrawer';
import { useForm } from '@/components/form/use-form';
import type { Absence, Language, User } from '@/lib/api/types';
import { LANGUAGE_NAMES, LANGUAGES } from '@/lib/i18n/language';
import { PASSWORD_CHARS_MIN } from '@/lib/limits';
import { isAddress } from '@/lib/mail/address';
import { useCategories } from '@/lib/requests/categories';
import { useSession } from '@/lib/session/SessionContext';
import { useRoles } from '../../api/list-roles';
import { type UserValues, valuesOf } from '../../user-form';
import { UserServer } from './UserServer';

type Props = {
  user: User | null;
  /** When he is away. */
  absence: Absence | null;
  saving: boolean;
  error: unknown;
  onSave: (values: UserValues) => void;
  onClose: () => void;
};

const choices = (named: { id: string; name: string }[]) =>
  named.map(({ id, name }) => ({ value: id, label: name }));

/** A user's name, sign-in, roles, categories and absence. */
export function UserForm({ user, absence, saving, error, onSave, onClose }: Props) {
  const { t } = useTranslation();
  const session = useSession();
  const roles = useRoles().data ?? [];
  const categories = useCategories();
  const min = PASSWORD_CHARS_MIN;
  const check = (values: UserValues) => {
    const short = values.password.length < min ? t('field.passwordShort', { min }) : undefined;
    return {
      name: values.name.trim() ? undefined : t('field.required'),
      email: isAddress(values.email) ? undefined : t('field.email'),
      password: user && !values.password ? undefined : short,
      ...awayFaults(values, t),
    };
  };
  const form = useForm({ initial: valuesOf(user, session.user.language, absence), check, error });
  const { values, set, errorOf } = form;
  return (
    <FormDrawer
      opened
      title={user ? user.name : t('users.new')}
      onClose={onClose}
      onSubmit={() => form.isReady() && onSave(values)}
      saving={saving}
      error={form.general}
      changed={form.changed}
    >
      <TextInput
        label={t('users.form.name')}
        description={t('users.form.nameHint')}
        data-autofocus
        value={values.name}
        error={errorOf('name')}
        onChange={(event) => set({ name: event.currentTarget.value })}
      />
      <TextInput
        label={t('users.form.email')}
        description={t('users.form.emailHint')}
        type="email"
        autoComplete="off"
        value={values.email}
        error={errorOf('email')}
        onChange={(event) => set({ email: event.currentTarget.value })}
      />
      {user && values.email === user.email && user.address_warning ? (
        <AddressOfUser warning={user.address_warning} />
      ) : (
        <AddressNotes addresses={[values.email]} onReplace={(_, email) => set({ email })} />
      )}
      <PasswordInput
        label={user ? t('users.form.newPassword') : t('users.form.password')}
        description={user ? t('users.form.newPasswordHint') : t('users.form.passwordHint', { min })}
        autoComplete="new-password"
        value={values.password}
        error={errorOf('password')}
        visibilityToggleButtonProps={{ 'aria-label': t('signIn.show') }}
        onChange={(event) => set({ password: event.currentTarget.value })}
      />
      <Select
        label={t('users.form.language')}
        description={t('help.userLanguage')}
        allowDeselect={false}
        data={LANGUAGES.map((language) => ({ value: language, label: LANGUAGE_NAMES[language] }))}
        value={values.language}
        onChange={(language) => language && set({ language: language as Language })}
      />
      <MultiSelect
        label={t('users.form.roles')}
        description={t(values.role_ids.length > 0 ? 'users.form.rolesHint' : 'users.form.noRoles')}
        data={choices(roles)}
        value={values.role_ids}
        error={errorOf('role_ids')}
        onChange={(role_ids) => set({ role_ids })}
      />
      <MultiSelect
        label={t('users.form.categories')}
        description={t('users.form.categoriesHint')}
        data={choices(categories)}
        value={values.category_ids}
        error={errorOf('category_ids')}
        onChange={(category_ids) => set({ category_ids })}
      />
      {user && (
        <Switch
          label={t('users.form.active')}
          description={t('users.form.activeHint')}
          checked={values.active}
          disabled={user.id === session.user.id}
          onChange={(event) => set({ active: event.currentTarget.checked })}
        />
      )}
      {user && (
        <FieldGroup title={t('absence.title')} hint={t('absence.hint')}>
          <AbsenceFields user={user.id} present={absence} values={values} errorOf={errorOf} onChange={set} />
        </FieldGroup>
      )}
      {user && <UserServer id={user.id} name={user.name} />}
    </FormDrawer>
  );
}
