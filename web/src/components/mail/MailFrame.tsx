import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { IconPhoto } from '../icons';
import classes from './MailFrame.module.css';

type Props = {
  /** Where the server's sanitised document is, without and with remote pictures. */
  source: (remote: 'block' | 'allow') => string;
  /** How many remote pictures were left out; `null` when it is not known before the mail is shown. */
  remoteBlocked: number | null;
};

/**
 * A mail's HTML as its sender designed it. The server sanitises it; besides, the frame has an origin
 * of its own and runs no script, and links open in a new tab. Remote pictures wait for a click.
 */
export function MailFrame({ source, remoteBlocked }: Props) {
  const { t } = useTranslation();
  const [remote, setRemote] = useState(false);
  return (
    <div className={classes.wrap}>
      {!remote && remoteBlocked !== 0 && (
        <div className={classes.notice}>
          <IconPhoto size={16} aria-hidden />
          <span>{remoteBlocked !== null && t('message.remoteBlocked', { count: remoteBlocked })}</span>
          <Button size="compact-sm" variant="default" onClick={() => setRemote(true)}>
            {t('message.showRemote')}
          </Button>
        </div>
      )}
      <span className={classes.status} role="status">
        {remote ? t('message.remoteShown') : ''}
      </span>
      <iframe
        className={classes.frame}
        title={t('message.frame')}
        sandbox="allow-popups allow-popups-to-escape-sandbox"
        referrerPolicy="no-referrer"
        loading="lazy"
        src={source(remote ? 'allow' : 'block')}
      />
    </div>
  );
}
