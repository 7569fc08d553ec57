import { NumberInput, PasswordInput, Select, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { FieldGroup } from '@/components/form/FormDrawer';
import { HostInput } from '@/components/form/HostInput';
import type { useForm } from '@/components/form/use-form';
import { SignInField } from '@/components/oauth/SignInField';
import type { Mailbox, Protocol, Security } from '@/lib/api/types';
import { losesPassword } from '@/lib/mail/server';
import { type MailboxValues, withUsualPort } from '../mailbox-form';
import type { useConnectionTest } from '../use-connection-test';
import classes from './ConnectionFields.module.css';
import { ConnectionTest } from './ConnectionTest';
import { FolderField } from './FolderField';
import { ImportFrom } from './ImportFrom';

const PROTOCOLS: Protocol[] = ['imap', 'pop3', 'smtp'];
const SECURITIES: Security[] = ['tls', 'starttls', 'none'];
const INTERVALS_S = [30, 60, 120, 300, 600, 900, 1800, 3600];

type Props = {
  mailbox: Mailbox | null;
  form: ReturnType<typeof useForm<MailboxValues>>;
  test: ReturnType<typeof useConnectionTest>;
};

/** How mail arrives, and where it is fetched. */
export function ConnectionFields({ mailbox, form, test }: Props) {
  const { t } = useTranslation();
  const { values, set } = form;
  return (
    <FieldGroup title={t('mailboxes.form.connection')}>
      <Select
        label={t('mailboxes.form.protocol')}
        description={t(`mailboxes.protocolHint.${values.protocol}`)}
        allowDeselect={false}
        data={PROTOCOLS.map((protocol) => ({ value: protocol, label: t(`mailboxes.protocol.${protocol}`) }))}
        value={values.protocol}
        onChange={(protocol) => protocol && set(withUsualPort(values, { protocol: protocol as Protocol }))}
      />
      {values.protocol !== 'smtp' && <ServerFields mailbox={mailbox} form={form} test={test} />}
    </FieldGroup>
  );
}

function ServerFields({ mailbox, form, test }: Props) {
  const { t } = useTranslation();
  const { values, set, errorOf } = form;
  const every = (seconds: number) =>
    seconds < 60
      ? t('mailboxes.form.seconds', { count: seconds })
      : t('mailboxes.form.minutes', { count: Math.round(seconds / 60) });
  // Before somebody has signed in with the provider there is nothing to test with.
  const signedIn = mailbox?.oauth != null && mailbox.oauth_application_id === values.oauth_application_id;
  const intervals = [...new Set([...INTERVALS_S, values.interval_s])].sort((a, b) => a - b);
  return (
    <>
      <div className={classes.pair}>
        <HostInput
          label={t('mailboxes.form.host')}
          description={t('mailboxes.form.hostHint')}
          value={values.host}
          error={errorOf('host')}
          onChange={set}
        />
        <NumberInput
          label={t('mailboxes.form.port')}
          description={t('help.mailboxPort')}
          min={1}
          max={65_535}
          hideControls
          value={values.port}
          error={errorOf('port')}
          onChange={(port) => set({ port: port === '' ? '' : Number(port) })}
        />
      </div>
      <Select
        label={t('mailboxes.form.security')}
        description={t('mailboxes.form.securityHint')}
        allowDeselect={false}
        data={SECURITIES.map((security) => ({ value: security, label: t(`mailboxes.security.${security}`) }))}
        value={values.security}
        error={errorOf('security')}
        onChange={(security) => security && set(withUsualPort(values, { security: security as Security }))}
      />
      <TextInput
        label={t('mailboxes.form.username')}
        description={t('mailboxes.form.usernameHint')}
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
        <PasswordInput
          label={t('mailboxes.form.password')}
          description={
            mailbox && losesPassword(values, mailbox)
              ? t('transport.passwordAgain')
              : t(mailbox?.has_password ? 'mailboxes.form.passwordKeep' : 'mailboxes.form.passwordHint')
          }
          autoComplete="new-password"
          value={values.password}
          error={errorOf('password')}
          visibilityToggleButtonProps={{ 'aria-label': t('signIn.show') }}
          onChange={(event) => set({ password: event.currentTarget.value })}
        />
      </SignInField>
      {values.protocol === 'imap' && (
        <FolderField form={form} folders={test.outcome?.survey?.folders ?? []} />
      )}
      <ConnectionTest
        test={test}
        ready={values.host.trim() !== '' && (!values.oauth_application_id || signedIn)}
      >
        <ImportFrom
          form={form}
          isNew={!mailbox}
          survey={test.current?.survey}
          waiting={test.current?.waiting}
        />
      </ConnectionTest>
      <Select
        label={t('mailboxes.form.interval')}
        description={t('mailboxes.form.intervalHint')}
        allowDeselect={false}
        data={intervals.map((seconds) => ({ value: String(seconds), label: every(seconds) }))}
        value={String(values.interval_s)}
        error={errorOf('interval_s')}
        onChange={(seconds) => set({ interval_s: Number(seconds) })}
      />
      <Select
        label={t('mailboxes.form.after')}
        description={t('mailboxes.form.afterHint')}
        allowDeselect={false}
        data={[
          { value: 'delete', label: t('mailboxes.form.afterDelete') },
          { value: 'keep', label: t('mailboxes.form.afterKeep') },
        ]}
        value={values.after_import}
        onChange={(after) => set({ after_import: after === 'delete' ? 'delete' : 'keep' })}
      />
    </>
  );
}
