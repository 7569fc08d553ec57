import { Select } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { oauthChoicesQuery, oauthProvidersQuery } from '@/lib/requests/oauth';
import { ErrorState } from '../states/ErrorState';
import { ApplicationsLink } from './ApplicationsLink';

const PASSWORD = 'password';
/** Whose servers take no passwords at all; the others take one that is made for the program. */
const PASSWORDLESS = ['microsoft', 'microsoft_personal'];

type Props = {
  /** The application; null for a password. */
  value: string | null;
  /** The server: one of a provider's is told so. */
  host: string;
  error?: string;
  onChange: (application: string | null) => void;
  /** The field of the password. */
  children: ReactNode;
};

/** With what one signs in to a server: a password, or an application that is registered with a provider. */
export function SignInField({ value, host, error, onChange, children }: Props) {
  const { t } = useTranslation();
  const found = useQuery(oauthChoicesQuery);
  const applications = found.data ?? [];
  const providers = useProvidersOf(host);
  const provider = providers.map(({ name }) => name).join(' / ');
  const isPasswordless = providers.every(({ key }) => PASSWORDLESS.includes(key));
  const isRegistered = applications.some((known) => providers.some(({ key }) => key === known.provider));
  return (
    <>
      <Select
        label={t('oauth.field.label')}
        description={
          value
            ? t('oauth.field.oauthHint')
            : provider
              ? t(isPasswordless ? 'oauth.field.providerHint' : 'oauth.field.eitherHint', { provider })
              : t('oauth.field.passwordHint')
        }
        allowDeselect={false}
        disabled={!found.data}
        data={[
          { value: PASSWORD, label: t('oauth.field.password') },
          ...applications.map(({ id, name }) => ({ value: id, label: t('oauth.field.with', { name }) })),
        ]}
        value={value ?? PASSWORD}
        error={error}
        onChange={(chosen) => chosen && onChange(chosen === PASSWORD ? null : chosen)}
      />
      {found.isError && <ErrorState error={found.error} onRetry={() => void found.refetch()} />}
      {!value && provider && found.data && !isRegistered && (
        <ApplicationsLink>{t('oauth.field.register', { provider })}</ApplicationsLink>
      )}
      {!value && children}
    </>
  );
}

/** The providers whose server this is: two of one house share theirs, for the accounts of offices and of people. */
function useProvidersOf(host: string) {
  const name = host.trim().toLowerCase();
  const fits = (domain: string) => name === domain || name.endsWith(`.${domain}`);
  return useQuery(oauthProvidersQuery).data?.filter(({ hosts }) => hosts.some(fits)) ?? [];
}
