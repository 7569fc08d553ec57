import { Select, Textarea, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { FieldGroup } from '@/components/form/FormDrawer';
import type { useForm } from '@/components/form/use-form';
import type { ApplicationValues } from '../../oauth-form';

type Endpoint = 'authorization_endpoint' | 'token_endpoint' | 'device_endpoint' | 'revocation_endpoint';

const ENDPOINTS = {
  authorization_endpoint: 'authorization',
  token_endpoint: 'token',
  device_endpoint: 'device',
  revocation_endpoint: 'revocation',
} as const satisfies Record<Endpoint, string>;

/** The choice of leaving it to the server, which knows what each provider wants. */
const USUAL = 'usual';

type Props = {
  form: ReturnType<typeof useForm<ApplicationValues>> /** Whether it is registered already. */;
  saved: boolean;
};

/** Where the provider is asked, and for what; a known provider fills it in. */
export function EndpointFields({ form, saved }: Props) {
  const { t } = useTranslation();
  const { values, set, errorOf } = form;
  return (
    <FieldGroup
      title={t('oauth.form.endpoints')}
      hint={values.provider === 'own' ? t('oauth.form.endpointsOwn') : t('oauth.form.endpointsKnown')}
    >
      {(Object.keys(ENDPOINTS) as Endpoint[]).map((field) => (
        <TextInput
          key={field}
          type="url"
          label={t(`oauth.form.${ENDPOINTS[field]}`)}
          description={t(`oauth.form.${ENDPOINTS[field]}Hint`)}
          value={values[field]}
          error={errorOf(field)}
          onChange={(event) => set({ [field]: event.currentTarget.value })}
        />
      ))}
      <Textarea
        autosize
        minRows={2}
        label={t('oauth.form.scopes')}
        description={t('oauth.form.scopesHint')}
        value={values.scopes}
        error={errorOf('scopes')}
        onChange={(event) => set({ scopes: event.currentTarget.value })}
      />
      <Select
        label={t('oauth.form.auth')}
        description={t('oauth.form.authHint')}
        allowDeselect={false}
        data={[
          ...(saved ? [] : [{ value: USUAL, label: t('oauth.form.authUsual') }]),
          { value: 'body', label: t('oauth.form.authBody') },
          { value: 'header', label: t('oauth.form.authHeader') },
        ]}
        value={values.client_auth ?? USUAL}
        onChange={(auth) => set({ client_auth: auth === 'header' || auth === 'body' ? auth : null })}
      />
    </FieldGroup>
  );
}
