import { NumberInput, PasswordInput, Select, Switch, TextInput } from '@mantine/core';
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import { HostInput } from '@/components/form/HostInput';
import type { useForm } from '@/components/form/use-form';
import { ProviderSignIn } from '@/components/oauth/ProviderSignIn';
import { SignInField } from '@/components/oauth/SignInField';
import type { Security, Transport } from '@/lib/api/types';
import { losesPassword } from '@/lib/mail/server';
import type { OauthOwner } from '@/lib/requests/oauth';
import { RelayFinder } from './RelayFinder';
import { SpfField } from './SpfField';
import classes from './TransportForm.module.css';
import { type Level, type TransportValues, withUsualPort } from './transport-form';

const SECURITIES: Security[] = ['tls', 'starttls', 'none'];

type Props = {
  form: Pick<ReturnType<typeof useForm<TransportValues>>, 'values' | 'set' | 'errorOf' | 'changed'>;
  /** As it is kept. */
  saved: Transport;
  level: Level;
  /** For whom one signs in with a provider; nobody until it is saved. */
  owner: OauthOwner | null;
};

/** The server that passes our mail on, and how we sign in there. */
export function RelayFields({ form, saved, level, owner }: Props) {
  const { t } = useTranslation();
  const { values, set, errorOf } = form;
  const password = (
    <PasswordInput
      label={t('transport.password')}
      description={passwordHint(level, { values, saved }, t)}
      autoComplete="new-password"
      value={values.password}
      error={errorOf('password')}
      visibilityToggleButtonProps={{ 'aria-label': t('signIn.show') }}
      onChange={(event) => set({ password: event.currentTarget.value })}
    />
  );
  return (
    <>
      <RelayFinder form={form} level={level} />
      <div className={classes.pair}>
        <HostInput
          label={t('transport.host')}
          description={t('transport.hostHint')}
          value={values.host}
          error={errorOf('host')}
          onChange={set}
        />
        <NumberInput
          label={t('transport.port')}
          description={t('help.transportPort')}
          min={1}
          max={65_535}
          hideControls
          value={values.port}
          error={errorOf('port')}
          onChange={(port) => set({ port: port === '' ? '' : Number(port) })}
        />
      </div>
      <Select
        label={t('transport.security')}
        description={t('mailboxes.form.securityHint')}
        allowDeselect={false}
        data={SECURITIES.map((security) => ({ value: security, label: t(`mailboxes.security.${security}`) }))}
        value={values.security}
        error={errorOf('security')}
        onChange={(security) => security && set(withUsualPort(values, security as Security))}
      />
      <TextInput
        label={t('transport.username')}
        description={t('help.transportUsername')}
        autoComplete="off"
        value={values.username}
        error={errorOf('username')}
        onChange={(event) => set({ username: event.currentTarget.value })}
      />
      <SignInField
        value={values.oauth_application_id}
        host={values.host}
        error={errorOf('oauth_application_id')}
        onChange={(oauth_application_id) => set({ oauth_application_id })}
      >
        {password}
      </SignInField>
      {level !== 'user' && (
        <>
          <Switch
            label={t('transport.ownReturnPath')}
            description={t('transport.ownReturnPathHint')}
            checked={values.own_return_path}
            onChange={(event) => set({ own_return_path: event.currentTarget.checked })}
          />
          <SpfField form={form} />
        </>
      )}
      {owner && saved.oauth_application_id && saved.oauth_application_id === values.oauth_application_id && (
        <ProviderSignIn
          owner={owner}
          application={saved.oauth_application_id}
          grant={saved.oauth}
          changed={form.changed}
        />
      )}
    </>
  );
}

type Entered = { values: TransportValues; saved: Transport };

function passwordHint(level: Level, { values, saved }: Entered, t: TFunction): string {
  if (losesPassword(values, saved)) return t('transport.passwordAgain');
  if (saved.has_password) return t('mailboxes.form.passwordKeep');
  return level === 'organisation' ? t('mailboxes.form.passwordHint') : t('transport.appPassword');
}
