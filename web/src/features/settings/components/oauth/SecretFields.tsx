import { Checkbox, PasswordInput, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { useForm } from '@/components/form/use-form';
import type { OauthApplication } from '@/lib/api/types';
import { type ApplicationValues, isMoved, isPast } from '../../oauth-form';

type Props = { application: OauthApplication | null; form: ReturnType<typeof useForm<ApplicationValues>> };

/** The application's secret, and the day it ends; what happens to a stored one is said before it does. */
export function SecretFields({ application, form }: Props) {
  const { t } = useTranslation();
  const { values, set, errorOf } = form;
  const stored = application?.has_client_secret ?? false;
  const hint = isMoved(application, values)
    ? t('oauth.form.secretMoved')
    : stored
      ? t('oauth.form.secretKeep')
      : t('oauth.form.secretHint');
  return (
    <>
      <PasswordInput
        label={t('oauth.form.secret')}
        description={hint}
        autoComplete="new-password"
        disabled={values.without_secret}
        value={values.client_secret}
        error={errorOf('client_secret')}
        visibilityToggleButtonProps={{ 'aria-label': t('signIn.show') }}
        onChange={(event) => set({ client_secret: event.currentTarget.value })}
      />
      {stored && (
        <Checkbox
          label={t('oauth.form.without')}
          description={t('oauth.form.withoutHint')}
          checked={values.without_secret}
          onChange={(event) => set({ without_secret: event.currentTarget.checked, client_secret: '' })}
        />
      )}
      <TextInput
        type="date"
        label={t('oauth.form.ends')}
        description={isPast(values.secret_expires_at) ? t('oauth.form.endsPast') : t('oauth.form.endsHint')}
        value={values.secret_expires_at}
        error={errorOf('secret_expires_at')}
        onChange={(event) => set({ secret_expires_at: event.currentTarget.value })}
      />
    </>
  );
}
