import { ActionIcon } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { IconEdit } from '@/components/icons';
import { StatusDot, type Tone } from '@/components/status/StatusDot';
import { Time } from '@/components/time/Time';
import type { OauthApplication, OauthProvider } from '@/lib/api/types';
import classes from './Oauth.module.css';

/** How long before its end a secret is warned of, milliseconds: as the server does. */
const WARNING_MS = 30 * 24 * 3600 * 1000;

type Props = { application: OauthApplication; provider: OauthProvider | undefined; onOpen: () => void };

/** One application: its provider, and how long its secret lasts. */
export function ApplicationRow({ application, provider, onOpen }: Props) {
  const { t } = useTranslation();
  const ends = application.secret_expires_at;
  const left = ends ? Date.parse(ends) - Date.now() : Number.POSITIVE_INFINITY;
  const tone: Tone = left <= 0 ? 'bad' : left <= WARNING_MS ? 'wait' : 'quiet';
  return (
    <li className={classes.row}>
      <div className={classes.about}>
        <strong>{application.name}</strong>
        <span className={classes.quiet}>
          {provider?.name || t('oauth.own')} · {application.client_id}
        </span>
        {ends && (
          <StatusDot tone={tone}>
            {left <= 0 ? t('oauth.secretEnded') : t('oauth.secretEnds')} <Time at={ends} />
          </StatusDot>
        )}
      </div>
      <ActionIcon aria-label={`${t('common.edit')}: ${application.name}`} onClick={onOpen}>
        <IconEdit size={16} />
      </ActionIcon>
    </li>
  );
}
