import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useConfirm } from '@/components/confirm/ConfirmProvider';
import { Facts } from '@/components/facts/Facts';
import { IconDevices, IconKey } from '@/components/icons';
import { ProblemView } from '@/components/problem/ProblemView';
import { StatusDot, type Tone } from '@/components/status/StatusDot';
import { Time } from '@/components/time/Time';
import type { OauthGrant, OauthSignIn } from '@/lib/api/types';
import { type OauthOwner, useBeginSignIn, useOauthApplications } from '@/lib/requests/oauth';
import { ApplicationsLink } from './ApplicationsLink';
import { DeviceCode } from './DeviceCode';
import classes from './ProviderSignIn.module.css';
import { ProviderWords } from './ProviderWords';

const TONES: Record<OauthGrant['state'], Tone> = {
  good: 'good',
  expiring: 'wait',
  revoked: 'bad',
  secret_expired: 'bad',
  throttled: 'wait',
  provider_down: 'wait',
};

/** What a new client secret mends. */
const SECRETS: OauthGrant['state'][] = ['expiring', 'secret_expired'];

type Props = {
  owner: OauthOwner;
  /** The application that is saved for it. */
  application: string;
  /** What the provider grants; null until somebody has signed in. */
  grant: OauthGrant | null;
  /** Whether the form around it holds what is not saved: leaving for the provider would lose it. */
  changed: boolean;
};

/** How the sign-in with a provider stands, what mends it, and the way to sign in, which is always there. */
export function ProviderSignIn({ owner, application, grant, changed }: Props) {
  const { t } = useTranslation();
  const confirm = useConfirm();
  const begin = useBeginSignIn(owner);
  const [code, setCode] = useState<OauthSignIn | null>(null);
  const found = useOauthApplications().find(({ id }) => id === application);
  const name = found?.name ?? grant?.application_name ?? '';
  const inBrowser = async () => {
    const question = {
      title: t('confirm.discardTitle'),
      text: t('oauth.leave'),
      action: t('confirm.discard'),
    };
    if (changed && !(await confirm(question))) return;
    begin.mutate('browser', { onSuccess: ({ address }) => address && window.location.assign(address) });
  };
  const byCode = () => begin.mutate('device', { onSuccess: setCode });
  const bad = !grant || TONES[grant.state] === 'bad';
  return (
    <section className={classes.panel} data-state={grant?.state ?? 'none'} aria-label={t('oauth.panel')}>
      <div className={classes.head}>
        <StatusDot tone={grant ? TONES[grant.state] : 'wait'}>
          {grant ? t(`oauth.state.${grant.state}`) : t('oauth.state.none')}
        </StatusDot>
      </div>
      <p className={classes.cure}>
        {grant ? t(`oauth.hint.${grant.state}`) : t('oauth.hint.none', { name })}{' '}
        {grant && SECRETS.includes(grant.state) && <ApplicationsLink>{t('oauth.title')}</ApplicationsLink>}
      </p>
      {grant && (
        <Facts
          facts={[
            [t('oauth.with'), grant.application_name],
            [t('oauth.since'), <Time key="since" at={grant.signed_in_at} />],
            ...(grant.ends_at
              ? ([[t('oauth.ends'), <Time key="ends" at={grant.ends_at} />]] satisfies [
                  string,
                  React.ReactNode,
                ][])
              : []),
          ]}
        />
      )}
      {grant?.detail && (
        <p className={classes.words}>
          {t('oauth.words')}: <ProviderWords words={grant.detail} />
        </p>
      )}
      <div className={classes.buttons}>
        <Button
          size="xs"
          variant={bad ? 'filled' : 'default'}
          leftSection={<IconKey size={15} />}
          loading={begin.isPending}
          onClick={() => void inBrowser()}
        >
          {grant ? t('oauth.again') : t('oauth.signIn', { name })}
        </Button>
        {found?.by_device && (
          <Button
            size="xs"
            variant="default"
            leftSection={<IconDevices size={15} />}
            disabled={begin.isPending}
            onClick={byCode}
          >
            {t('oauth.byCode')}
          </Button>
        )}
      </div>
      <div aria-live="polite">
        <ProblemView error={begin.error} />
      </div>
      {code && <DeviceCode begun={code} onClose={() => setCode(null)} />}
    </section>
  );
}
