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
import { useFormat } from '@/lib/format/use-format';
import { rememberPlace } from '@/lib/oauth/began';
import { type Standing, standingOf } from '@/lib/oauth/standing';
import { type OauthOwner, useBeginSignIn, useOauthApplications } from '@/lib/requests/oauth';
import { ApplicationsLink } from './ApplicationsLink';
import { DeviceCode } from './DeviceCode';
import classes from './ProviderSignIn.module.css';
import { ProviderWords } from './ProviderWords';

const TONES: Record<Standing, Tone> = {
  good: 'good',
  expiring: 'wait',
  ended: 'bad',
  revoked: 'bad',
  secret_expired: 'bad',
  throttled: 'wait',
  provider_down: 'wait',
};

/** What a new client secret mends. */
const SECRETS: Standing[] = ['expiring', 'ended', 'secret_expired'];

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
  const format = useFormat();
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
    const leave = ({ address }: OauthSignIn) => {
      if (!address) return;
      rememberPlace();
      window.location.assign(address);
    };
    begin.mutate('browser', { onSuccess: leave });
  };
  const byCode = () => begin.mutate('device', { onSuccess: setCode });
  const standing = grant ? standingOf(grant) : null;
  const when = grant?.ends_at ? format.day(grant.ends_at) : '';
  const bad = !standing || TONES[standing] === 'bad';
  return (
    <section className={classes.panel} data-state={standing ?? 'none'} aria-label={t('oauth.panel')}>
      <div className={classes.head}>
        <StatusDot tone={standing ? TONES[standing] : 'wait'}>
          {t(`oauth.state.${standing ?? 'none'}`)}
        </StatusDot>
      </div>
      <p className={classes.cure}>
        {standing ? t(`oauth.hint.${standing}`, { when }) : t('oauth.hint.none', { name })}{' '}
        {standing && SECRETS.includes(standing) && <ApplicationsLink>{t('oauth.title')}</ApplicationsLink>}
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
