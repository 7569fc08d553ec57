import { Button, PasswordInput } from '@mantine/core';
import type { FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { useForm } from '@/components/form/use-form';
import { notifyDone } from '@/components/problem/notify';
import { ProblemView } from '@/components/problem/ProblemView';
import { PASSWORD_CHARS_MIN } from '@/lib/limits';
import { useSession } from '@/lib/session/SessionContext';
import { useChangePassword } from '../api/change-password';
import { Section } from './Section';

const EMPTY = { current: '', new: '' };

/** Another password. */
export function PasswordSection() {
  const { t } = useTranslation();
  const { user } = useSession();
  const save = useChangePassword();
  const min = PASSWORD_CHARS_MIN;
  const check = (values: typeof EMPTY) => ({
    current: values.current ? undefined : t('field.required'),
    new: values.new.length < min ? t('field.passwordShort', { min }) : undefined,
  });
  const form = useForm({ initial: EMPTY, check, error: save.error });
  const { values, set, errorOf } = form;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!form.isReady()) return;
    const done = () => {
      form.reset();
      notifyDone(t('profile.changed'));
    };
    save.mutate(values, { onSuccess: done });
  };
  return (
    <Section title={t('profile.passwordTitle')} hint={t('profile.passwordHint')}>
      <form onSubmit={submit} noValidate style={{ display: 'contents' }}>
        <input type="email" name="username" autoComplete="username" value={user.email} readOnly hidden />
        <PasswordInput
          label={t('profile.current')}
          description={t('help.currentPassword')}
          autoComplete="current-password"
          value={values.current}
          error={errorOf('current')}
          visibilityToggleButtonProps={{ 'aria-label': t('signIn.show') }}
          onChange={(event) => set({ current: event.currentTarget.value })}
        />
        <PasswordInput
          label={t('profile.new')}
          description={t('profile.newHint', { min })}
          autoComplete="new-password"
          value={values.new}
          error={errorOf('new')}
          visibilityToggleButtonProps={{ 'aria-label': t('signIn.show') }}
          onChange={(event) => set({ new: event.currentTarget.value })}
        />
        <ProblemView error={form.general} />
        <div>
          <Button type="submit" variant="light" loading={save.isPending}>
            {t('profile.change')}
          </Button>
        </div>
      </form>
    </Section>
  );
}
