import { Select, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { DeleteButton } from '@/components/delete-button/DeleteButton';
import { FieldGroup, FormDrawer } from '@/components/form/FormDrawer';
import { useForm } from '@/components/form/use-form';
import { useSeenVersion } from '@/components/form/use-seen-version';
import { notifyDone } from '@/components/problem/notify';
import type { OauthApplication, OauthProvider } from '@/lib/api/types';
import { useDeleteApplication, useSaveApplication } from '../../api/oauth';
import { type Drafts, faultsOf, inputOf, isMoved, valuesOf, withProvider } from '../../oauth-form';
import { EndpointFields } from './EndpointFields';
import { RedirectAddress } from './RedirectAddress';
import { SecretFields } from './SecretFields';
import { useAgreement } from './use-agreement';

type Props = { application: OauthApplication | null; providers: OauthProvider[]; onClose: () => void };

/** Registers an application, or changes one. */
export function ApplicationDrawer({ application, providers, onClose }: Props) {
  const { t } = useTranslation();
  const save = useSaveApplication();
  const form = useForm({
    initial: valuesOf(application, providers[0]),
    check: (values) => faultsOf(values, application, t),
    error: save.error,
  });
  const { values, set, errorOf } = form;
  const { seen_version, submit: saveOver } = useSeenVersion(application?.version, save.error);
  const [drafts, setDrafts] = useState<Drafts>({});
  const agree = useAgreement();
  const provider = providers.find(({ key }) => key === values.provider);
  const choose = (key: string | null) => {
    const next = providers.find((known) => known.key === key);
    if (!next || next === provider) return;
    const chosen = withProvider(values, next, drafts, provider);
    setDrafts(chosen.drafts);
    set(chosen.values);
  };
  const submit = async () => {
    if (!form.isReady()) return;
    if (application && isMoved(application, values) && !(await agree(application))) return;
    const onSuccess = () => {
      notifyDone(application ? t('oauth.saved') : t('oauth.created'));
      onClose();
    };
    save.mutate({ id: application?.id, body: { ...inputOf(values), seen_version } }, { onSuccess });
  };
  return (
    <FormDrawer
      opened
      title={application ? application.name : t('oauth.new')}
      onClose={onClose}
      onSubmit={() => void submit()}
      saving={save.isPending}
      error={form.general}
      changed={form.changed}
      submit={saveOver}
      aside={application && <Remove application={application} onGone={onClose} />}
    >
      <FieldGroup title={t('oauth.form.provider')} hint={t('oauth.form.steps')}>
        <Select
          label={t('oauth.form.provider')}
          description={application ? t('oauth.form.providerKept') : t('oauth.form.providerHint')}
          allowDeselect={false}
          disabled={application !== null}
          data={providers.map(({ key, name }) => ({ value: key, label: name || t('oauth.own') }))}
          value={values.provider}
          onChange={choose}
        />
        <RedirectAddress address={provider?.redirect_address ?? ''} />
      </FieldGroup>
      <FieldGroup title={t('oauth.form.application')}>
        <TextInput
          label={t('oauth.form.name')}
          description={t('oauth.form.nameHint')}
          maxLength={60}
          value={values.name}
          error={errorOf('name')}
          onChange={(event) => set({ name: event.currentTarget.value })}
        />
        <TextInput
          label={t('oauth.form.clientId')}
          description={t('oauth.form.clientIdHint')}
          autoComplete="off"
          value={values.client_id}
          error={errorOf('client_id')}
          onChange={(event) => set({ client_id: event.currentTarget.value })}
        />
        <SecretFields application={application} form={form} />
      </FieldGroup>
      <EndpointFields form={form} saved={application !== null} />
    </FormDrawer>
  );
}

function Remove({ application, onGone }: { application: OauthApplication; onGone: () => void }) {
  const { t } = useTranslation();
  return (
    <DeleteButton
      id={application.id}
      question={t('confirm.deleteNamed', { name: application.name })}
      hint={t('oauth.deleteHint')}
      done={t('oauth.deleted')}
      remove={useDeleteApplication()}
      onGone={onGone}
    />
  );
}
